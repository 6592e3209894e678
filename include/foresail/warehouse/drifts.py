"""What was found to have changed in sales or in errors of forecasts, and how far they were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from foresail.warehouse.tables import drift_looks, drifts, products

SALES = "sales"


@dataclass(frozen=True)
class Found:
    """A change: `product_id` 0 is all products together; `model_id` is of the model whose errors changed."""

    signal: str
    product_id: int
    since: date
    found_on: date
    size: float
    reason: str
    model_id: int | None
    found_at: datetime


@dataclass(frozen=True)
class Looked:
    """The data version and the last day that changes were looked for in."""

    data_version: int
    last_day: date


def read_looked(connection: Connection) -> Looked | None:
    """How far the sales were looked at, if they ever were."""
    held = drift_looks.c
    row = connection.execute(select(held.data_version, held.last_day).where(held.name == SALES)).first()
    return Looked(*row) if row else None


def set_looked(connection: Connection, data_version: int, last_day: date) -> None:
    """Note how far the sales were looked at."""
    connection.execute(delete(drift_looks).where(drift_looks.c.name == SALES))
    values = {"name": SALES, "data_version": data_version, "last_day": last_day}
    connection.execute(insert(drift_looks).values(**values))


def keep(connection: Connection, found: Sequence[Found], apart_days: int) -> list[Found]:
    """Keep the changes that are not known from the days around theirs already; returns these."""
    held = drifts.c
    kept: list[Found] = []
    for one in found:
        around = timedelta(days=apart_days)
        known = select(held.id).where(
            held.signal == one.signal,
            held.product_id == one.product_id,
            held.found_on.between(one.found_on - around, one.found_on + around),
        )
        if connection.execute(known.limit(1)).first() is None:
            connection.execute(insert(drifts).values(**vars(one)))
            kept.append(one)
    return kept


def read(connection: Connection, since: date, product_id: int | None = None) -> list[dict[str, Any]]:
    """The changes found on or after a day, newest first; of one product, or of all there are."""
    held = drifts.c
    query = (
        select(drifts, products.c.name.label("product"))
        .outerjoin(products, products.c.id == held.product_id)
        .where(held.found_on >= since)
        .order_by(held.found_on.desc(), held.id.desc())
    )
    if product_id is not None:
        query = query.where(held.product_id == product_id)
    return [dict(row) for row in connection.execute(query).mappings()]
