"""Reads the saved column mappings."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import mappings


@question
def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Mappings whose name holds a text: total and one page."""
    return mappings.search(connection, text, page)
