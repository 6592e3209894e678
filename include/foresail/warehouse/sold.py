"""Reads what was sold, by the day, the week or the month."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from foresail.errors import BadRequest
from foresail.warehouse import products, stores
from foresail.warehouse.shapes import Sold, SoldStep
from foresail.warehouse.tables import daily_demand

DAYS_MAX = 3_700


def read_sales(
    connection: Connection,
    product: str,
    since: date | None = None,
    until: date | None = None,
    by: str = "day",
    store: str | None = None,
) -> Sold:
    """Units sold and returned per step, over all stores or in one, zero where nothing was.

    Without a window: from the product's first sale to the last day of all data. `by` is day, week (each
    begins on the weekday of `since`) or month; the last one may not be whole. Raises UnknownProduct,
    UnknownStore, or BadRequest for a window that is none.
    """
    known = products.find(connection, product)
    place = stores.find(connection, store) if store else None
    of_series: list[ColumnElement[bool]] = [daily_demand.c.product_id == known.id]
    if place:
        of_series.append(daily_demand.c.store_id == place.id)
    found = Sold(product=known.name, store=place.name if place else None, days=[])
    span = select(func.min(daily_demand.c.day)).where(*of_series)
    since = since or connection.execute(span).scalar_one()
    until = until or connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
    if since is None or until is None:
        return found
    if not timedelta(0) <= until - since <= timedelta(days=DAYS_MAX):
        raise BadRequest(
            f"The window from {since} to {until} is empty or longer than {DAYS_MAX} days.",
            "Choose an end after the start, at most ten years later.",
        )
    sold = _read_days(connection, of_series, since, until)
    return {**found, "days": _add_up(sold, since, until, by)}


def _read_days(
    connection: Connection, of_series: Sequence[ColumnElement[bool]], since: date, until: date
) -> dict[date, Any]:
    query = (
        select(
            daily_demand.c.day,
            func.sum(daily_demand.c.quantity).label("quantity"),
            func.sum(daily_demand.c.returned).label("returned"),
        )
        .where(*of_series, daily_demand.c.day.between(since, until))
        .group_by(daily_demand.c.day)
    )
    return {row.day: row for row in connection.execute(query)}


def _add_up(sold: dict[date, Any], since: date, until: date, by: str) -> list[SoldStep]:
    steps: dict[date, SoldStep] = {}
    for number in range((until - since).days + 1):
        day = since + timedelta(days=number)
        first = _first_day(day, since, by)
        step = steps.setdefault(first, {"day": first, "quantity": 0.0, "returned": 0.0})
        if day in sold:
            step["quantity"] += sold[day].quantity
            step["returned"] += sold[day].returned
    return list(steps.values())


def _first_day(day: date, since: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=(day - since).days % 7)
    return day.replace(day=1) if by == "month" else day
