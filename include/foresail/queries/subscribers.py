"""Reads who gets the digest."""

import hmac
from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import signing_keys, subscribers
from foresail.warehouse.subscribers import About, Choice

__all__ = ["About", "Choice", "is_signed", "search"]


@question
def search(connection: Connection, page: Page, text: str = "") -> dict[str, Any]:
    """Subscribers whose address holds a text: total and one page."""
    return subscribers.search(connection, text, page)


@question
def is_signed(connection: Connection, subscriber_id: str, signature: str) -> bool:
    """Whether a link's signature is that of a subscriber; of one who is gone, too."""
    key = signing_keys.read(connection)
    if key is None:
        return False
    ours = signing_keys.sign(key, subscribers.UNSUBSCRIBE, subscriber_id)
    return hmac.compare_digest(ours.encode(), signature.encode())
