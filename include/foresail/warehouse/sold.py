"""Reads what was sold, by the day, the week or the month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select
from sqlalchemy.sql.selectable import Subquery

from foresail.errors import BadRequest
from foresail.time_steps import first_day, last_day
from foresail.warehouse import attributes, products, stores
from foresail.warehouse.listing import same_text
from foresail.warehouse.shapes import Sold, SoldStep
from foresail.warehouse.tables import daily_demand, sales
from foresail.warehouse.tables import products as products_table

DAYS_MAX = 3_700
STEPS_BEFORE = {"day": 56, "week": 52, "month": 36}
"""How many steps of sales are shown before a forecast."""


@dataclass(frozen=True)
class Wanted:
    """Of what sales are asked for: one product or all, in one store, of a category, customer or channel."""

    product: str | None = None
    store: str | None = None
    category: str | None = None
    customer: str | None = None
    channel: str | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether only the lines of sales say it."""
        return self.customer is not None or self.channel is not None


def read_sales(
    connection: Connection,
    wanted: Wanted,
    since: date | None = None,
    until: date | None = None,
    by: str = "day",
) -> Sold:
    """Units sold and returned per step, over all stores or in one, zero where nothing was.

    Without a window: from the first sale of what is wanted to the last day of all data, the last DAYS_MAX
    days at most. `by` is day, week (each begins on the weekday of `since`) or month; the last one may not be
    whole. Of one product, `stock` is what was left at the end of a step and `price` the mean paid for a unit,
    null where nothing says.
    Raises UnknownProduct, UnknownStore, or BadRequest for a window that is none.
    """
    known = products.find(connection, wanted.product) if wanted.product else None
    place = stores.find(connection, wanted.store) if wanted.store else None
    counted = _counted(wanted, known.id if known else None, place.id if place else None)
    found = Sold(
        product=known.name if known else None,
        store=place.name if place else None,
        category=wanted.category,
        customer=wanted.customer,
        channel=wanted.channel,
        days=[],
    )
    window = _find_window(connection, counted, since, until, by)
    if window is None:
        return found
    since, until = window
    sold = _read_days(connection, counted, since, until)
    stock = _read_stock(connection, known.id, place.id if place else None, since, until) if known else []
    steps = _add_up(sold, stock, since, until, by)
    if known:
        _add_prices(steps, sold, since, by)
    return {**found, "days": steps}


def _find_window(
    connection: Connection, counted: Subquery, since: date | None, until: date | None, by: str
) -> tuple[date, date] | None:
    """The first and last day to read; None where there is nothing. Raises BadRequest for one that is none."""
    until = until or connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
    first = since or connection.execute(select(func.min(counted.c.day))).scalar_one()
    if first is None or until is None:
        return None
    furthest = until - timedelta(days=DAYS_MAX)
    if by == "month":  # never within one
        furthest = first_day(furthest, by, 1)
    since = since or max(first, furthest)
    if not timedelta(0) <= until - since <= timedelta(days=DAYS_MAX):
        raise BadRequest(
            f"The window from {since} to {until} is empty or longer than {DAYS_MAX} days.",
            "Choose an end after the start, at most ten years later.",
        )
    return since, until


def read_before(connection: Connection, wanted: Wanted, as_of: date, step: str) -> Sold:
    """The sales that a forecast continues: whole steps, up to the one that begins on `as_of`."""
    since, until = first_day(as_of, step, 1 - STEPS_BEFORE[step]), last_day(as_of, step)
    return read_sales(connection, wanted, since, until, step)


def find_first_day(connection: Connection) -> date | None:
    """The first day that anything was sold or returned on."""
    return connection.execute(select(func.min(daily_demand.c.day))).scalar_one()


def _counted(wanted: Wanted, product_id: int | None, store_id: int | None) -> Subquery:
    """Units sold and returned of what is wanted: day, quantity, returned; several rows a day.

    `revenue` is what was paid for `priced` of the units.
    """
    held = sales if wanted.is_of_lines else daily_demand
    conditions: list[ColumnElement[bool]] = []
    if product_id is not None:
        conditions.append(held.c.product_id == product_id)
    if store_id is not None:
        conditions.append(held.c.store_id == store_id)
    if wanted.category is not None:
        category = attributes.has(attributes.CATEGORY, wanted.category)
        conditions.append(held.c.product_id.in_(select(products_table.c.id).where(category)))
    for name in ("customer", "channel"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(same_text(sales.c[name], value))
    quantity: ColumnElement[float] = held.c.quantity
    returned: ColumnElement[float]
    revenue: ColumnElement[float]
    if wanted.is_of_lines:
        quantity = case((sales.c.quantity > 0, sales.c.quantity), else_=0.0)
        returned = case((sales.c.quantity < 0, -sales.c.quantity), else_=0.0)
        revenue = quantity * sales.c.unit_price
    else:
        returned, revenue = daily_demand.c.returned, daily_demand.c.revenue
    query = select(
        held.c.day,
        quantity.label("quantity"),
        returned.label("returned"),
        revenue.label("revenue"),
        case((revenue > 0, quantity)).label("priced"),
    )
    return query.where(*conditions).subquery()


def _read_days(connection: Connection, counted: Subquery, since: date, until: date) -> dict[date, Any]:
    day = counted.c.day
    names = ("quantity", "returned", "revenue", "priced")
    query = select(day, *(func.sum(counted.c[name]).label(name) for name in names))
    wanted = query.where(day.between(since, until)).group_by(day)
    return {row.day: row for row in connection.execute(wanted)}


def _read_stock(
    connection: Connection, product_id: int, store_id: int | None, since: date, until: date
) -> list[tuple[date, int, float]]:
    """What was left in stock of a product: day, store and units, by day."""
    held = daily_demand.c
    query = select(held.day, held.store_id, held.stock).where(
        held.product_id == product_id, held.stock.is_not(None), held.day.between(since, until)
    )
    if store_id is not None:
        query = query.where(held.store_id == store_id)
    return [(row.day, row.store_id, row.stock) for row in connection.execute(query.order_by(held.day))]


def _add_up(
    sold: Mapping[date, Any], stock: Sequence[tuple[date, int, float]], since: date, until: date, by: str
) -> list[SoldStep]:
    steps: dict[date, SoldStep] = {}
    for number in range((until - since).days + 1):
        day = since + timedelta(days=number)
        first = _first_day(day, since, by)
        step = steps.setdefault(
            first, {"day": first, "quantity": 0.0, "returned": 0.0, "stock": None, "price": None}
        )
        if day in sold:
            step["quantity"] += sold[day].quantity
            step["returned"] += sold[day].returned
    left: dict[date, dict[int, float]] = {}
    for day, store_id, units in stock:
        left.setdefault(_first_day(day, since, by), {})[store_id] = units
    for first, units_of in left.items():
        steps[first]["stock"] = sum(units_of.values())
    return list(steps.values())


def _add_prices(steps: Sequence[SoldStep], sold: Mapping[date, Any], since: date, by: str) -> None:
    """Say of steps what a unit cost in the mean, where a price is known."""
    paid: dict[date, tuple[float, float]] = {}
    for day, row in sold.items():
        if row.priced:
            first = _first_day(day, since, by)
            revenue, units = paid.get(first, (0.0, 0.0))
            paid[first] = revenue + row.revenue, units + row.priced
    for step in steps:
        if step["day"] in paid:
            revenue, units = paid[step["day"]]
            step["price"] = revenue / units


def _first_day(day: date, since: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=(day - since).days % 7)
    return day.replace(day=1) if by == "month" else day
