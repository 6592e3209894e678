"""Reads who gets the digest."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import subscribers


@question
def search(connection: Connection, page: Page, text: str = "") -> dict[str, Any]:
    """Subscribers whose address holds a text: total and one page."""
    return subscribers.search(connection, text, page)
