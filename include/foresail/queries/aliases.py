"""Reads the aliases: which product a name in an upload means, as a person answered."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import aliases


@question
def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Aliases whose name or target holds a text, by name: total and one page, uploads counted."""
    return aliases.search(connection, text, page)
