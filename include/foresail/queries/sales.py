"""Reads what was sold, by the day, the week or the month."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from foresail.queries.transaction import question
from foresail.warehouse import sold


@question
def read_sales(
    connection: Connection,
    product: str,
    since: date | None = None,
    until: date | None = None,
    by: str = "day",
    store: str | None = None,
) -> dict[str, Any]:
    """Units sold and returned per step; raises UnknownProduct, UnknownStore or BadRequest."""
    return sold.read_sales(connection, product, since, until, by, store)
