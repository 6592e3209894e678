"""The order of day and month that each uploader chose last: used where a file is ambiguous."""

from sqlalchemy import Connection, delete, insert, select

from foresail.clock import now
from foresail.warehouse.tables import date_orders


def usual(connection: Connection, who: str) -> str | None:
    """The order that someone chose last, if they ever did."""
    return connection.execute(select(date_orders.c.date_order).where(date_orders.c.who == who)).scalar()


def record(connection: Connection, who: str, date_order: str) -> None:
    """Keep what someone chose."""
    connection.execute(delete(date_orders).where(date_orders.c.who == who))
    connection.execute(insert(date_orders).values(who=who, date_order=date_order, decided_at=now()))
