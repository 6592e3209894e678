"""Finds products."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from foresail.errors import UnknownProduct, UnknownStore
from foresail.naming import name_key
from foresail.warehouse.forecasts import published_run
from foresail.warehouse.tables import aliases, forecasts, products, stores

RANKED = {"day": 7, "week": 7, "month": 31}
"""The days ahead that products are ranked by: a week, or the one step where steps are longer."""


def find(connection: Connection, name: str) -> RowMapping:
    """A product by its name, however it is spelled in case and spaces; raises UnknownProduct."""
    row = connection.execute(select(products).where(products.c.key == name_key(name))).mappings().first()
    if row is None:
        raise UnknownProduct(
            f"No product is called {name[:80]!r}.", "Look for its name with GET /products?search=..."
        )
    return row


def find_store(connection: Connection, name: str) -> RowMapping:
    """A store by its name, however it is spelled in case and spaces; raises UnknownStore."""
    row = connection.execute(select(stores).where(stores.c.key == name_key(name))).mappings().first()
    if row is None:
        known = connection.execute(select(stores.c.name).order_by(stores.c.key).limit(10)).scalars()
        raise UnknownStore(f"No store is called {name[:80]!r}.", f"There are {', '.join(known) or 'none'}.")
    return row


def search(connection: Connection, text: str, limit: int, offset: int) -> dict[str, Any]:
    """Products whose name holds a text, by name: total and one page."""
    is_alias = select(aliases.c.key).where(aliases.c.key == products.c.key).exists()
    pattern = products.c.key.contains(name_key(text), autoescape=True) & ~is_alias
    total = connection.execute(select(func.count()).select_from(products).where(pattern)).scalar_one()
    page = select(products.c.name).where(pattern).order_by(products.c.key).limit(limit).offset(offset)
    return {"total": total, "products": [{"name": name} for name in connection.execute(page).scalars()]}


def search_largest(connection: Connection, text: str, limit: int, offset: int) -> dict[str, Any]:
    """As `search`, of the forecast products only, those with the most units next week first."""
    found = [row for row in largest(connection, None) if name_key(text) in name_key(row["product"])]
    page = found[offset : offset + limit]
    return {"total": len(found), "products": [{"name": row["product"]} for row in page]}


def largest(connection: Connection, limit: int | None) -> list[dict[str, Any]]:
    """The products with the most units forecast for the next week or month: product and mean (units)."""
    run = published_run(connection)
    if run is None:
        return []
    until = run["as_of"] + timedelta(days=RANKED[run["frequency"]])
    mean = func.sum(forecasts.c.mean).label("mean")
    query = (
        select(products.c.name.label("product"), mean)
        .join(forecasts, forecasts.c.product_id == products.c.id)
        .where(forecasts.c.run_id == run["run_id"], forecasts.c.day <= until)
        .group_by(products.c.id, products.c.name)
        .order_by(mean.desc(), products.c.name)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
