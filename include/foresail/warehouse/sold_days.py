"""What products sold at least and at most on a day, read for those that are asked for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from foresail.warehouse.tables import daily_demand, products

BATCH = 500


def read_range(
    connection: Connection, keys: Sequence[str], *, outside: tuple[date, date] | None
) -> dict[str, tuple[int, float, float]]:
    """By the key of a product: on how many days outside of a span it sold, the least and the most of one."""
    found: dict[str, tuple[int, float, float]] = {}
    quantity = daily_demand.c.quantity
    counted = quantity > 0
    if outside is not None:
        counted &= ~daily_demand.c.day.between(*outside)
    for start in range(0, len(keys), BATCH):
        query = (
            select(products.c.key, func.count(), func.min(quantity), func.max(quantity))
            .join(daily_demand, daily_demand.c.product_id == products.c.id)
            .where(products.c.key.in_(keys[start : start + BATCH]), counted)
            .group_by(products.c.key)
        )
        found |= {key: (days, least, most) for key, days, least, most in connection.execute(query)}
    return found
