"""Subscribers: who gets the digest, by an id that does not reveal the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from foresail.paging import Page
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import subscribers

UNSUBSCRIBE = "unsubscribe"
"""What the link in a mail is signed for."""


@dataclass(frozen=True)
class Subscriber:
    """Someone who gets the digest."""

    id: str
    email: str
    added_by: str
    added_at: datetime


def find(connection: Connection, subscriber_id: str) -> Subscriber | None:
    """A subscriber by the id, if there is one."""
    row = connection.execute(select(subscribers).where(subscribers.c.id == subscriber_id)).mappings().first()
    return Subscriber(**row) if row else None


def add(connection: Connection, subscriber: Subscriber) -> None:
    """Keep a new subscriber."""
    connection.execute(insert(subscribers).values(**vars(subscriber)))


def remove(connection: Connection, subscriber_id: str) -> None:
    """Forget a subscriber."""
    connection.execute(delete(subscribers).where(subscribers.c.id == subscriber_id))


def list_all(connection: Connection) -> list[Subscriber]:
    """All subscribers, by address."""
    query = select(subscribers).order_by(subscribers.c.email)
    return [Subscriber(**row) for row in connection.execute(query).mappings()]


def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Subscribers whose address holds a text: total and one page."""
    holds = func.lower(subscribers.c.email).contains(text.lower(), autoescape=True)
    fields = {"added_at": subscribers.c.added_at, "email": subscribers.c.email}
    total, rows = fetch(connection, select(subscribers).where(holds), page, fields, "email")
    return {"total": total, "subscribers": [dict(row) for row in rows]}
