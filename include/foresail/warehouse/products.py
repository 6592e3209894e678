"""Products: found by their names, searched, the largest of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from foresail.errors import UnknownProduct
from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import attributes
from foresail.warehouse.listing import fetch
from foresail.warehouse.runs import ALL_STORES, get_published
from foresail.warehouse.tables import aliases, daily_demand, forecast_series, products

CLASSES = ("smooth", "erratic", "intermittent", "lumpy", "seasonal", "short", "not-yet", "no-longer-sold")
NOT_ACTIVE = ("no-longer-sold", "not-yet")
SORTS = ("name", "units")
BATCH = 500


@dataclass(frozen=True)
class Product:
    """A product by its number, the key of its name, and the name."""

    id: int
    key: str
    name: str


def find(connection: Connection, name: str) -> Product:
    """A product by its name, however it is spelled in case and spaces; raises UnknownProduct."""
    query = select(products.c.id, products.c.key, products.c.name).where(products.c.key == name_key(name))
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownProduct(
            f"There is no product named {name[:80]!r}.", "Search for its name with GET /products?search=..."
        )
    return Product(**row)


def identify(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The numbers of products by the keys of their names; those that nobody knows are left out."""
    keys = sorted({name_key(name) for name in names})
    found: dict[str, int] = {}
    for start in range(0, len(keys), BATCH):
        query = select(products.c.key, products.c.id).where(products.c.key.in_(keys[start : start + BATCH]))
        found |= dict(connection.execute(query).tuples().all())
    return found


def read_names(connection: Connection) -> dict[int, str]:
    """The names of all products by their ids."""
    return dict(connection.execute(select(products.c.id, products.c.name)).tuples().all())


def has_sales() -> ColumnElement[bool]:
    """Whether a product has sales, or only returns."""
    return select(daily_demand.c.day).where(daily_demand.c.product_id == products.c.id).exists()


def search(
    connection: Connection,
    page: Page,
    text: str = "",
    demand_class: str | None = None,
    is_active: bool | None = None,
    said: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Products whose name or attributes hold a text: total and one page, each with its class and next units.

    `said` are names and values of attributes (`category` is one) that the products must have.
    Active are those that a forecast says are still sold; products without a forecast are neither. Those of
    withdrawn uploads alone, with neither sales nor a forecast, are left out.
    """
    run = get_published(connection)
    why = forecast_series.c
    of_run = (why.run_id == (run.run_id if run else 0)) & (why.store_id == ALL_STORES)
    is_alias = select(aliases.c.key).where(aliases.c.key == products.c.key).exists()
    is_there = has_sales() | why.product_id.is_not(None)
    query = (
        select(products.c.id, products.c.name, why.demand_class, why.units_ahead)
        .select_from(products.outerjoin(forecast_series, of_run & (why.product_id == products.c.id)))
        .where(~is_alias, is_there, *(attributes.has(name, value) for name, value in said))
    )
    if text:
        named = products.c.key.contains(name_key(text), autoescape=True)
        query = query.where(named | attributes.mentions(text))
    if demand_class is not None:
        query = query.where(why.demand_class == demand_class)
    if is_active is not None:
        query = query.where(why.demand_class.not_in(NOT_ACTIVE) == is_active)
    fields: dict[str, ColumnElement[Any]] = {"name": products.c.key}
    if page.order(SORTS, "name")[0] == "units":
        fields = {"units": func.coalesce(why.units_ahead, -1.0), **fields}
    total, rows = fetch(connection, query, page, fields, "name")
    told = attributes.read(connection, [row["id"] for row in rows])
    return {"total": total, "products": [_shown(row, told.get(row["id"], {})) for row in rows]}


def _shown(row: RowMapping, said: Mapping[str, str]) -> dict[str, Any]:
    demand_class = row["demand_class"]
    is_active = None if demand_class is None else demand_class not in NOT_ACTIVE
    shown = {name: value for name, value in row.items() if name != "id"}
    return {**shown, "is_active": is_active, **attributes.parted(said)}


def largest(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """The products with the most units forecast for the next week or month: product and mean (units)."""
    found = search(connection, Page(limit, 0, "-units"))["products"]
    return [
        {"product": row["name"], "mean": row["units_ahead"]}
        for row in found
        if row["units_ahead"] is not None
    ]
