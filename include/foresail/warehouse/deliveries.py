"""Which subscriber got the digest of which run: claimed before it is handed over, noted when it was taken."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from foresail.warehouse.tables import deliveries


@dataclass(frozen=True)
class Delivery:
    """The digest of a run for a subscriber; one claimed and never sent may have arrived or not."""

    claimed_at: datetime | None
    sent_at: datetime | None
    refused: int


def read(connection: Connection, run_id: int) -> dict[str, Delivery]:
    """The deliveries of a run that were begun, by subscriber."""
    held = deliveries.c
    query = select(held.subscriber_id, held.claimed_at, held.sent_at, held.refused)
    rows = connection.execute(query.where(held.run_id == run_id))
    return {subscriber_id: Delivery(*rest) for subscriber_id, *rest in rows}


def claim(connection: Connection, run_id: int, subscriber_id: str, claimed_at: datetime) -> bool:
    """Take it on to hand a digest over; False where another has taken it on already."""
    row = _of(run_id, subscriber_id)
    known = connection.execute(select(deliveries.c.claimed_at).where(*row).with_for_update()).first()
    if known is None:
        values = {"run_id": run_id, "subscriber_id": subscriber_id, "claimed_at": claimed_at}
        connection.execute(insert(deliveries).values(**values))
    elif known.claimed_at is None:
        connection.execute(update(deliveries).where(*row).values(claimed_at=claimed_at))
    return known is None or known.claimed_at is None


def mark_sent(connection: Connection, run_id: int, subscriber_id: str, sent_at: datetime) -> None:
    """Note that the mail server took the mail."""
    connection.execute(update(deliveries).where(*_of(run_id, subscriber_id)).values(sent_at=sent_at))


def mark_refused(connection: Connection, run_id: int, subscriber_id: str) -> None:
    """Note that the mail server refused the mail, so that it may be handed over again."""
    row = _of(run_id, subscriber_id)
    if connection.execute(select(deliveries.c.refused).where(*row)).first() is None:
        values = {"run_id": run_id, "subscriber_id": subscriber_id, "refused": 1}
        connection.execute(insert(deliveries).values(**values))
        return
    values = {"claimed_at": None, "refused": deliveries.c.refused + 1}
    connection.execute(update(deliveries).where(*row).values(**values))


def _of(run_id: int, subscriber_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return deliveries.c.run_id == run_id, deliveries.c.subscriber_id == subscriber_id
