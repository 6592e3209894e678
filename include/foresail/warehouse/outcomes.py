"""Outcomes: forecasts that have come due, against what was sold, a row a run and step."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import Connection, LargeBinary, delete, func, insert, select, update

from foresail.quantiles import BANDS, MEDIAN, NUMBERS
from foresail.warehouse.packing import STEP_BYTES
from foresail.warehouse.runs import ALL_STORES
from foresail.warehouse.tables import forecast_runs, forecast_series, outcomes

WANTED = ("mean", MEDIAN, *(name for band in BANDS.values() for name in band))
SERIES_AT_ONCE = 5_000


def read_due(connection: Connection, run_id: int, steps: Mapping[int, date]) -> Iterator[pl.DataFrame]:
    """A run's forecasts of some steps (by number, the first day of each), some thousand products at a time.

    Columns: product_id, day, mean, q025 ... (units). Only the bytes from the first to the last step are read;
    until they are, the connection can be asked nothing else.
    """
    held = forecast_series.c
    first, count = min(steps), max(steps) - min(steps) + 1
    part = func.substr(held.steps, (first - 1) * STEP_BYTES + 1, count * STEP_BYTES, type_=LargeBinary())
    query = select(held.product_id, part).where(held.run_id == run_id, held.store_id == ALL_STORES)
    places = [number - first for number in sorted(steps)]
    days = [steps[number] for number in sorted(steps)]
    query = query.order_by(held.product_id).execution_options(yield_per=SERIES_AT_ONCE)
    for rows in connection.execute(query).partitions():
        packed = np.frombuffer(b"".join(values for _, values in rows), "<f8")
        table = packed.reshape(len(rows), count, len(NUMBERS))[:, places].reshape(-1, len(NUMBERS))
        yield pl.DataFrame(
            {
                "product_id": np.repeat(np.array([number for number, _ in rows], dtype=np.int64), len(days)),
                "day": pl.Series(days * len(rows), dtype=pl.Date),
                **{name: table[:, NUMBERS.index(name)] for name in WANTED},
            }
        )


def read_scored(connection: Connection, run_ids: Sequence[int]) -> dict[int, set[date]]:
    """The first days of the steps of these runs that have outcomes."""
    scored: dict[int, set[date]] = {run_id: set() for run_id in run_ids}
    query = select(outcomes.c.run_id, outcomes.c.day).where(outcomes.c.run_id.in_(run_ids))
    for run_id, day in connection.execute(query):
        scored[run_id].add(day)
    return scored


def write(
    connection: Connection,
    run_id: int,
    rows: Sequence[dict[str, Any]],
    gone: Collection[date],
    version: int,
) -> None:
    """Store outcomes of steps of a run, scored at a data version, and forget those of steps that are gone."""
    days = sorted({row["day"] for row in rows} | set(gone))
    connection.execute(delete(outcomes).where(outcomes.c.run_id == run_id, outcomes.c.day.in_(days)))
    if rows:
        connection.execute(insert(outcomes), [{"run_id": run_id, **row} for row in rows])
    run = update(forecast_runs).where(forecast_runs.c.id == run_id)
    connection.execute(run.values(scored_version=version))
