"""Outcomes: forecasts that have come due, against what was sold, a row a run and step."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import Connection, LargeBinary, delete, func, insert, select, update

from foresail.quantiles import NUMBERS
from foresail.warehouse.packing import STEP_BYTES
from foresail.warehouse.tables import forecast_runs, forecast_series, outcome_parts, outcomes, stores

SERIES_AT_ONCE = 5_000
PART = ("kind", "name")
EVERYTHING = "all"
"""The kind of outcomes of all products together."""


def read_due(connection: Connection, run_id: int, steps: Mapping[int, date]) -> Iterator[pl.DataFrame]:
    """A run's forecasts of some steps (by number, the first day of each), some thousand series at a time.

    Columns: product_id, store_id (0: all stores), demand_class, mase_scale, day, mean, q025 ..., naive
    (units; the forecast of seasonal naive, null where none is kept). Only the bytes from the first to the
    last step are read; until they are, the connection can be asked nothing else.
    """
    held = forecast_series.c
    first, count = min(steps), max(steps) - min(steps) + 1
    part = func.substr(held.steps, (first - 1) * STEP_BYTES + 1, count * STEP_BYTES, type_=LargeBinary())
    told = (held.product_id, held.store_id, held.demand_class, held.mase_scale, held.naive, part)
    query = select(*told).where(held.run_id == run_id).order_by(held.product_id, held.store_id)
    numbers = sorted(steps)
    places, days = [number - first for number in numbers], [steps[number] for number in numbers]
    for rows in connection.execute(query.execution_options(yield_per=SERIES_AT_ONCE)).partitions():
        ids, store_ids, classes, scales, naives, packed = zip(*rows, strict=True)
        table = np.frombuffer(b"".join(packed), "<f8").reshape(len(rows), count, len(NUMBERS))[:, places]
        series = pl.DataFrame(
            {"product_id": ids, "store_id": store_ids, "demand_class": classes, "mase_scale": scales},
            schema_overrides={"product_id": pl.Int64, "store_id": pl.Int64, "mase_scale": pl.Float64},
        )
        flat = table.reshape(-1, len(NUMBERS))
        yield series[np.repeat(np.arange(len(rows)), len(days))].with_columns(
            pl.Series("day", days * len(rows), dtype=pl.Date),
            *(pl.Series(name, flat[:, place]) for place, name in enumerate(NUMBERS)),
            pl.Series("naive", _spread(naives, numbers).ravel()).fill_nan(None),
        )


def _spread(naives: Sequence[bytes | None], numbers: Sequence[int]) -> np.ndarray:
    """Seasonal naive at some steps of each series, whose season it repeats; NaN where none is kept."""
    length = max((len(naive) // 8 for naive in naives if naive), default=1)
    unknown = np.full(length, np.nan, "<f8").tobytes()
    season = np.frombuffer(b"".join(naive or unknown for naive in naives), "<f8").reshape(-1, length)
    return season[:, [(number - 1) % length for number in numbers]]


def read_store_names(connection: Connection) -> pl.DataFrame:
    """The name of each store: store_id, store."""
    rows = [tuple(row) for row in connection.execute(select(stores.c.id, stores.c.name))]
    return pl.DataFrame(rows, schema={"store_id": pl.Int64, "store": pl.String}, orient="row")


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
    """Store outcomes of steps of a run, scored at a data version, and forget those of steps that are gone.

    Those of all products have the kind EVERYTHING.
    """
    days = sorted({row["day"] for row in rows} | set(gone))
    of_run = [{"run_id": run_id, **row} for row in rows]
    whole = [
        {name: row[name] for name in row if name not in PART} for row in of_run if row["kind"] == EVERYTHING
    ]
    for table, own in (
        (outcomes, whole),
        (outcome_parts, [row for row in of_run if row["kind"] != EVERYTHING]),
    ):
        connection.execute(delete(table).where(table.c.run_id == run_id, table.c.day.in_(days)))
        if own:
            connection.execute(insert(table), own)
    run = update(forecast_runs).where(forecast_runs.c.id == run_id)
    connection.execute(run.values(scored_version=version))
