"""How each uploader chose last that their files are read: used where a file itself does not tell."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from foresail.clock import now
from foresail.warehouse.tables import reading_habits

OPTIONS = ("date_order", "encoding", "number_format")
"""The options of an upload that are remembered."""


def usual(connection: Connection, who: str) -> dict[str, str]:
    """What someone chose last, by option; empty where they never did."""
    habits = reading_habits.c
    chosen = connection.execute(select(habits.kind, habits.choice).where(habits.who == who))
    return {option: choice for option, choice in chosen if option in OPTIONS}


def record(connection: Connection, who: str, chosen: Mapping[str, str]) -> None:
    """Keep what someone chose; what they chose before for other options stays."""
    habits = reading_habits.c
    for option, choice in chosen.items():
        connection.execute(delete(reading_habits).where(habits.who == who, habits.kind == option))
        connection.execute(
            insert(reading_habits).values(who=who, kind=option, choice=choice, decided_at=now())
        )
