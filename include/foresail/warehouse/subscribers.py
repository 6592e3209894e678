"""Subscribers: who gets the digest, by an id that does not reveal the address."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from foresail.mail_events import Kind, Language
from foresail.paging import Page
from foresail.warehouse import signing_keys
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import subscribers

UNSUBSCRIBE, SUBSCRIBER = "unsubscribe", "subscriber"
"""What the link in a mail, and an address, is signed for."""
ID_DIGITS = 16


@dataclass(frozen=True)
class About:
    """What the digest is of: products by name, category, store or producer; of all where none is named."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


@dataclass(frozen=True)
class Choice:
    """Which mails someone gets: of which events, about what, with dates and numbers of which language."""

    events: tuple[Kind, ...] = ("published",)
    language: Language = "en"
    about: About = About()


@dataclass(frozen=True)
class Subscriber:
    """Someone who gets mail."""

    id: str
    email: str
    added_by: str
    added_at: datetime
    choice: Choice = field(default_factory=Choice)
    refusals: int = 0
    stopped_at: datetime | None = None

    def shown(self) -> dict[str, Any]:
        """As readers of the API see it."""
        choice = self.choice
        told = {"id": self.id, "email": self.email, "added_by": self.added_by, "added_at": self.added_at}
        told |= {"refusals": self.refusals, "stopped_at": self.stopped_at}
        return {**told, "events": choice.events, "language": choice.language, **asdict(choice.about)}


def _read(row: Any) -> Subscriber:
    about = {name: tuple(values) for name, values in json.loads(row["about"] or "{}").items()}
    choice = Choice(tuple(filter(None, row["events"].split(","))), row["language"], About(**about))
    told = {name: row[name] for name in ("id", "email", "added_by", "added_at", "refusals", "stopped_at")}
    return Subscriber(**told, choice=choice)


def _values(choice: Choice) -> dict[str, Any]:
    about = json.dumps(asdict(choice.about), ensure_ascii=False) if choice.about else None
    return {"events": ",".join(choice.events), "language": choice.language, "about": about}


def find(connection: Connection, subscriber_id: str) -> Subscriber | None:
    """A subscriber by the id, if there is one."""
    row = connection.execute(select(subscribers).where(subscribers.c.id == subscriber_id)).mappings().first()
    return _read(row) if row else None


def find_address(connection: Connection, email: str) -> Subscriber | None:
    """A subscriber by the address, however its domain is written."""
    rows = select(subscribers).where(func.lower(subscribers.c.email) == email.lower())
    held = (_read(row) for row in connection.execute(rows).mappings())
    return next((one for one in held if _normalise(one.email) == _normalise(email)), None)


def make_id(connection: Connection, email: str) -> str:
    """The id of an address, the same whenever it subscribes; who lacks the key cannot tell whose it is."""
    return signing_keys.sign(signing_keys.read(connection), SUBSCRIBER, _normalise(email))[:ID_DIGITS]


def _normalise(email: str) -> str:
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.lower()}"


def add(connection: Connection, subscriber: Subscriber) -> None:
    """Keep a new subscriber; one whom another transaction keeps meanwhile stays as that has it."""
    values = {name: getattr(subscriber, name) for name in ("id", "email", "added_by", "added_at")}
    with suppress(IntegrityError):
        connection.execute(insert(subscribers).values(**values, **_values(subscriber.choice)))


def choose(connection: Connection, subscriber_id: str, choice: Choice) -> None:
    """Keep which mails a subscriber gets."""
    row = update(subscribers).where(subscribers.c.id == subscriber_id)
    connection.execute(row.values(**_values(choice)))


def note_refusals(
    connection: Connection, subscriber_id: str, refusals: int, stopped_at: datetime | None = None
) -> None:
    """Keep how many letters, one after the other, were refused for good, and since when none is sent."""
    row = update(subscribers).where(subscribers.c.id == subscriber_id)
    connection.execute(row.values(refusals=refusals, stopped_at=stopped_at))


def remove(connection: Connection, subscriber_id: str) -> None:
    """Forget a subscriber."""
    connection.execute(delete(subscribers).where(subscribers.c.id == subscriber_id))


def list_all(connection: Connection) -> list[Subscriber]:
    """All subscribers, by address."""
    query = select(subscribers).order_by(subscribers.c.email)
    return [_read(row) for row in connection.execute(query).mappings()]


def list_wanting(connection: Connection, kind: Kind) -> list[Subscriber]:
    """The subscribers who chose a kind of event, by address; without those whose mails were stopped."""
    return [one for one in list_all(connection) if kind in one.choice.events and one.stopped_at is None]


def list_page(connection: Connection, page: Page) -> dict[str, Any]:
    """Subscribers: total and one page."""
    fields = {"added_at": subscribers.c.added_at, "email": subscribers.c.email}
    total, rows = fetch(connection, select(subscribers), page, fields, "email")
    return {"total": total, "subscribers": [_read(row).shown() for row in rows]}
