"""Stores: found by their names, searched."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, null, select

from foresail.errors import UnknownStore
from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import products
from foresail.warehouse.listing import fetch
from foresail.warehouse.runs import get_published
from foresail.warehouse.tables import forecast_series, stores

NAMED = 10


@dataclass(frozen=True)
class Store:
    """A store by its number, the key of its name, and the name."""

    id: int
    key: str
    name: str


def find(connection: Connection, name: str) -> Store:
    """A store by its name, however it is spelled in case and spaces; raises UnknownStore."""
    row = connection.execute(select(stores).where(stores.c.key == name_key(name))).mappings().first()
    if row is None:
        known = connection.execute(select(stores.c.name).order_by(stores.c.key).limit(NAMED)).scalars()
        raise UnknownStore(
            f"There is no store named {name[:80]!r}.", f"The stores are: {', '.join(known) or 'none'}."
        )
    return Store(**row)


def search(connection: Connection, page: Page, text: str = "", product: str | None = None) -> dict[str, Any]:
    """Stores whose name contains a text: total and one page; with a product, those with a forecast of it.

    Each has the mean units of that product over its next week, or the one next month. Raises UnknownProduct.
    """
    query = select(stores.c.name, null().label("units_ahead"))
    fields: dict[str, ColumnElement[Any]] = {"name": stores.c.key}
    if product is not None:
        run = get_published(connection)
        known = products.find(connection, product)
        why = forecast_series.c
        of_run = (why.run_id == (run.run_id if run else 0)) & (why.store_id == stores.c.id)
        query = select(stores.c.name, why.units_ahead).join(
            forecast_series, of_run & (why.product_id == known.id)
        )
        fields = {"units": why.units_ahead, **fields}
    query = query.where(stores.c.key.contains(name_key(text), autoescape=True))
    total, rows = fetch(connection, query, page, fields, "name")
    return {"total": total, "stores": [dict(row) for row in rows]}
