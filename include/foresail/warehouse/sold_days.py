"""What products sold at most on a day, read for those that are asked for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from foresail.warehouse.tables import daily_demand, products

BATCH = 500


def read_largest(
    connection: Connection, keys: Sequence[str], *, outside: tuple[date, date] | None
) -> dict[str, tuple[int, float]]:
    """By the key of a product: on how many days outside of a span it sold, and the most of one day."""
    found: dict[str, tuple[int, float]] = {}
    counted = daily_demand.c.quantity > 0
    if outside is not None:
        counted &= ~daily_demand.c.day.between(*outside)
    for start in range(0, len(keys), BATCH):
        query = (
            select(products.c.key, func.count(), func.max(daily_demand.c.quantity))
            .join(daily_demand, daily_demand.c.product_id == products.c.id)
            .where(products.c.key.in_(keys[start : start + BATCH]), counted)
            .group_by(products.c.key)
        )
        found |= {key: (days, most) for key, days, most in connection.execute(query)}
    return found
