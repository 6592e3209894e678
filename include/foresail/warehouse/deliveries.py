"""Which subscriber got which mail: claimed before it is handed over, noted when it was taken."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, Table, insert, select, update

from foresail.warehouse.tables import deliveries, event_deliveries


@dataclass(frozen=True)
class Letter:
    """What is mailed: the digest of a run, or what is said of an event."""

    number: int
    is_digest: bool = True

    @property
    def table(self) -> Table:
        """Where its deliveries are noted."""
        return deliveries if self.is_digest else event_deliveries

    @property
    def column(self) -> Column[int]:
        """What names it there."""
        return self.table.c["run_id" if self.is_digest else "event_id"]


@dataclass(frozen=True)
class Delivery:
    """A letter for a subscriber; one claimed and never sent may have arrived or not."""

    claimed_at: datetime | None
    sent_at: datetime | None
    refused: int


def read(connection: Connection, letter: Letter) -> dict[str, Delivery]:
    """The deliveries of a letter that were begun, by subscriber."""
    held = letter.table.c
    query = select(held.subscriber_id, held.claimed_at, held.sent_at, held.refused)
    rows = connection.execute(query.where(letter.column == letter.number))
    return {subscriber_id: Delivery(*rest) for subscriber_id, *rest in rows}


def claim(connection: Connection, letter: Letter, subscriber_id: str, claimed_at: datetime) -> bool:
    """Take it on to hand a letter over; False where another has taken it on already."""
    row = _of(letter, subscriber_id)
    known = connection.execute(select(letter.table.c.claimed_at).where(*row).with_for_update()).first()
    if known is None:
        values = {letter.column.name: letter.number, "subscriber_id": subscriber_id, "claimed_at": claimed_at}
        connection.execute(insert(letter.table).values(**values))
    elif known.claimed_at is None:
        connection.execute(update(letter.table).where(*row).values(claimed_at=claimed_at))
    return known is None or known.claimed_at is None


def mark_sent(connection: Connection, letter: Letter, subscriber_id: str, sent_at: datetime) -> None:
    """Note that the mail server took the mail."""
    connection.execute(update(letter.table).where(*_of(letter, subscriber_id)).values(sent_at=sent_at))


def mark_refused(connection: Connection, letter: Letter, subscriber_id: str) -> None:
    """Note that the mail server refused the mail, so that it may be handed over again."""
    row = _of(letter, subscriber_id)
    if connection.execute(select(letter.table.c.refused).where(*row)).first() is None:
        values = {letter.column.name: letter.number, "subscriber_id": subscriber_id, "refused": 1}
        connection.execute(insert(letter.table).values(**values))
        return
    values = {"claimed_at": None, "refused": letter.table.c.refused + 1}
    connection.execute(update(letter.table).where(*row).values(**values))


def _of(letter: Letter, subscriber_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return letter.column == letter.number, letter.table.c.subscriber_id == subscriber_id
