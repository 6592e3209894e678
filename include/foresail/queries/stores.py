"""Reads the stores."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import stores


@question
def search(connection: Connection, page: Page, text: str = "", product: str | None = None) -> dict[str, Any]:
    """Stores whose name contains a text; with a product, those that have a forecast of it."""
    return stores.search(connection, page, text, product)
