"""Outcomes: forecasts that have come due, against what was sold, a row a run and step."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import Connection, delete, insert, select

from foresail.quantiles import BANDS, MEDIAN, NUMBERS
from foresail.warehouse.runs import ALL_STORES
from foresail.warehouse.tables import forecast_series, outcomes

WANTED = ("mean", MEDIAN, *(name for band in BANDS.values() for name in band))


def list_products(connection: Connection, run_id: int) -> list[int]:
    """The products of a run."""
    held = forecast_series.c
    query = select(held.product_id).where(held.run_id == run_id, held.store_id == ALL_STORES)
    return list(connection.execute(query.order_by(held.product_id)).scalars())


def read_due(
    connection: Connection, run_id: int, product_ids: Sequence[int], days: Sequence[date]
) -> pl.DataFrame:
    """A run's forecasts of its first steps, that begin on `days`: product_id, day, mean, q025 ... (units)."""
    held = forecast_series.c
    query = select(held.product_id, held.steps).where(
        held.run_id == run_id, held.store_id == ALL_STORES, held.product_id.in_(product_ids)
    )
    known = connection.execute(query).all()
    size = len(days) * len(NUMBERS)
    values = [np.frombuffer(steps, "<f8", size).reshape(len(days), len(NUMBERS)) for _, steps in known]
    table = np.concatenate(values) if values else np.empty((0, len(NUMBERS)))
    places = {name: table[:, NUMBERS.index(name)] for name in WANTED}
    ids = np.repeat(np.array([number for number, _ in known], dtype=np.int64), len(days))
    begun = pl.Series(list(days) * len(known), dtype=pl.Date)
    return pl.DataFrame({"product_id": ids, "day": begun, **places})


def replace(connection: Connection, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the stored outcomes of a run."""
    connection.execute(delete(outcomes).where(outcomes.c.run_id == run_id))
    if rows:
        connection.execute(insert(outcomes), [{"run_id": run_id, **row} for row in rows])
