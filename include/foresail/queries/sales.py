"""Reads what was sold."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from foresail.errors import BadRequest
from foresail.queries.products import find
from foresail.warehouse.tables import daily_demand

DAYS_MAX = 3_700


def read_daily(
    connection: Connection, product: str, since: date | None = None, until: date | None = None
) -> dict[str, Any]:
    """Units sold and returned per day, over all stores, zero on days without sales; raises UnknownProduct.

    Without a window: from the product's first sale to the last day of all data.
    """
    known = find(connection, product)
    span = select(func.min(daily_demand.c.day)).where(daily_demand.c.product_id == known["id"])
    since = since or connection.execute(span).scalar_one()
    until = until or connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
    if since is None or until is None:
        return {"product": known["name"], "days": []}
    if not timedelta(0) <= until - since <= timedelta(days=DAYS_MAX):
        raise BadRequest(
            f"The window from {since} to {until} is empty or longer than {DAYS_MAX} days.",
            "Choose an end after the start, at most ten years later.",
        )
    query = (
        select(
            daily_demand.c.day,
            func.sum(daily_demand.c.quantity).label("quantity"),
            func.sum(daily_demand.c.returned).label("returned"),
        )
        .where(daily_demand.c.product_id == known["id"], daily_demand.c.day.between(since, until))
        .group_by(daily_demand.c.day)
    )
    sold = {row.day: row for row in connection.execute(query)}
    days = (since + timedelta(days=number) for number in range((until - since).days + 1))
    return {"product": known["name"], "days": [_day(day, sold.get(day)) for day in days]}


def _day(day: date, sold: Any) -> dict[str, Any]:
    if sold is None:
        return {"day": day, "quantity": 0.0, "returned": 0.0}
    return {"day": day, "quantity": sold.quantity, "returned": sold.returned}
