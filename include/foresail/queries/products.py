"""Reads the catalogue."""

from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import products


@question
def search(
    connection: Connection,
    page: Page,
    text: str = "",
    demand_class: str | None = None,
    is_active: bool | None = None,
) -> dict[str, Any]:
    """Products whose name holds a text: total and one page, each with its class and next units."""
    return products.search(connection, page, text, demand_class, is_active)
