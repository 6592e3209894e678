"""Outcomes: forecasts that have come due, against what was sold, a row a run and step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, delete, insert, select

from foresail.warehouse.tables import forecast_products, forecasts, outcomes

NUMBERS = ("mean", "q025", "q10", "q90", "q975")


def list_products(connection: Connection, run_id: int) -> list[int]:
    """The products of a run."""
    query = select(forecast_products.c.product_id).where(forecast_products.c.run_id == run_id)
    return list(connection.execute(query.order_by(forecast_products.c.product_id)).scalars())


def read_due(connection: Connection, run_id: int, product_ids: Sequence[int], until: date) -> pl.DataFrame:
    """A run's forecasts of steps begun until a day: product_id, day, mean, q025, q10, q90, q975 (units)."""
    query = select(
        forecasts.c.product_id, forecasts.c.day, *(forecasts.c[name] for name in NUMBERS)
    ).where(
        forecasts.c.run_id == run_id, forecasts.c.product_id.in_(product_ids), forecasts.c.day <= until
    )  # fmt: skip
    schema = {"product_id": pl.Int64, "day": pl.Date, **dict.fromkeys(NUMBERS, pl.Float64)}
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def replace(connection: Connection, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what became of a run, in place of what was known of it before."""
    connection.execute(delete(outcomes).where(outcomes.c.run_id == run_id))
    if rows:
        connection.execute(insert(outcomes), [{"run_id": run_id, **row} for row in rows])
