"""Events that people are mailed about: each happens once by its name, and is mailed until all are told."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from foresail.clock import now
from foresail.mail_events import Kind
from foresail.warehouse.tables import events

WORTH_MAILING = timedelta(days=3)
"""What is older is news no more."""


@dataclass(frozen=True)
class Event:
    """Something that happened, by facts that its kind names."""

    id: int
    kind: Kind
    name: str
    facts: dict[str, Any]
    happened_at: datetime


def record(connection: Connection, kind: Kind, name: str, facts: dict[str, Any]) -> None:
    """Keep that something happened; what is known by that name already stays."""
    name = name[:120]
    if connection.execute(select(events.c.id).where(events.c.name == name)).first() is None:
        values = {"kind": kind, "name": name, "facts": json.dumps(facts), "happened_at": now()}
        # On MySQL another transaction may keep it meanwhile; a refused statement leaves this one as it was.
        with suppress(IntegrityError):
            connection.execute(insert(events).values(**values))


def list_unmailed(connection: Connection) -> list[Event]:
    """The events of the last days that not everyone has been told of, oldest first."""
    held = events.c
    query = (
        select(held.id, held.kind, held.name, held.facts, held.happened_at)
        .where(held.mailed_at.is_(None), held.happened_at >= now() - WORTH_MAILING)
        .order_by(held.id)
    )
    return [
        Event(number, kind, name, json.loads(facts), happened_at)
        for number, kind, name, facts, happened_at in connection.execute(query)
    ]


def mark_mailed(connection: Connection, event_id: int) -> None:
    """Note that everyone was told who wanted to know."""
    connection.execute(update(events).where(events.c.id == event_id).values(mailed_at=now()))
