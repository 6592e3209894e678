"""A warehouse of made-up forecasts, published: what the benchmarks of the endpoints ask for."""

from datetime import timedelta

import numpy as np
import polars as pl
from foresail.clock import now
from foresail.warehouse import promotions, runs, uploads
from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.connecting import writing
from foresail.warehouse.modes import Coverage
from foresail.warehouse.packing import AHEAD, NUMBERS, pack
from foresail.warehouse.tables import daily_demand, forecast_series, models, products
from sqlalchemy import Column, Connection, Date, Double, Engine, Integer, MetaData, Table, insert

PRODUCTS, HORIZON = 10_000, 90
AS_OF = now().date() - timedelta(days=1)
QUANTILES = {
    "q025": -1.96,
    "q05": -1.64,
    "q10": -1.28,
    "q25": -0.67,
    "q50": 0.0,
    "q75": 0.67,
    "q90": 1.28,
    "q95": 1.64,
    "q975": 1.96,
}

earlier = Table(
    "earlier_forecasts",
    MetaData(),
    *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("run_id", "product_id")),
    Column("day", Date, primary_key=True),
    *(Column(name, Double, nullable=False) for name in NUMBERS),
)
"""The table of the lookup's peer."""


def name_of(number: int) -> str:
    return f"Product {number:05d}"


def fill(engine: Engine, count: int = PRODUCTS, horizon: int = HORIZON) -> None:
    """Publish a run of `count` products over `horizon` days."""
    with writing(engine) as connection:
        upload_id = _add_upload(connection)
        model_id = _add_model(connection, count)
        run_id = runs.start(connection, "bench", model_id, model_id, horizon, now())
        ids = pl.DataFrame({"id": range(1, count + 1)})
        names = pl.Series("name", [name_of(number) for number in range(1, count + 1)])
        keys = names.str.to_lowercase().alias("key")
        insert_frame(connection, products, ids.with_columns(keys, names, first_upload_id=pl.lit(upload_id)))
        insert_frame(connection, forecast_series, _series(run_id, count, make_steps(count, horizon)))
        demand = pl.DataFrame({"product_id": range(1, count + 1), "day": AS_OF, "store_id": 0})
        fixed = {
            "quantity": pl.lit(3.0),
            "returned": pl.lit(0.0),
            "revenue": pl.lit(9.0),
            "sale_lines": pl.lit(1),
        }
        insert_frame(connection, daily_demand, demand.with_columns(**fixed))
        runs.publish(connection, run_id, now())


def fill_rows(engine: Engine) -> None:
    """The same numbers as the earlier system kept them: a row a product and day."""
    with writing(engine) as connection:
        earlier.create(connection)
        days = [AS_OF + timedelta(days=number + 1) for number in range(HORIZON)]
        ids = np.repeat(np.arange(1, PRODUCTS + 1), HORIZON)
        table = make_steps(PRODUCTS, HORIZON).reshape(-1, len(NUMBERS))
        columns = {name: table[:, place] for place, name in enumerate(NUMBERS)}
        rows = pl.DataFrame({"product_id": ids, "day": days * PRODUCTS, **columns})
        insert_frame(connection, earlier, rows.with_columns(run_id=pl.lit(1)))


def _add_upload(connection: Connection) -> int:
    counts = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_repeated"), 1)
    number = uploads.add(
        connection,
        sha256="0" * 64,
        file_name="a",
        size_bytes=1,
        uploaded_by="bench",
        uploaded_at=now(),
        **counts,
    )
    coverage = Coverage(number, None, None, AS_OF, AS_OF)
    uploads.mark_stored(connection, coverage, rows_stored=1, rows_superseded=0, rows_replaced=0)
    return number


def _add_model(connection: Connection, count: int) -> int:
    values = {
        "dag_run_id": "bench", "data_version": 1, "as_of": AS_OF, "snapshot_key": "none", "started_at": now(),
        "registered_at": now(), "artifact_key": "none", "artifact_sha256": "0", "series": count,
        "frequency": "day", "verdict": "champion", "verdict_reason": "The first.",
    }  # fmt: skip
    number = connection.execute(insert(models).values(**values)).inserted_primary_key[0]
    promotions.promote(connection, number, now(), "bench", "The first.")
    return number


def _series(run_id: int, count: int, steps: np.ndarray) -> pl.DataFrame:
    fixed = {
        "run_id": run_id, "store_id": 0, "demand_class": "smooth", "method": "theta", "method_label": "Theta",
        "fell_back": 0, "intended": "theta", "reason": "The least error in the backtest.", "wape": 0.2,
        "wape_seasonal_naive": 0.3, "bias": 0.01, "rmsse": 0.8, "coverage_80": 0.8, "coverage_95": 0.95,
    }  # fmt: skip
    frame = pl.DataFrame(
        {"product_id": range(1, count + 1), "steps": pl.Series(pack(steps), dtype=pl.Binary)}
    )
    ahead = pl.Series(steps[:, : AHEAD["day"], 0].sum(axis=1))
    return frame.with_columns(units_ahead=ahead, **{name: pl.lit(value) for name, value in fixed.items()})


def make_steps(count: int, horizon: int) -> np.ndarray:
    """Mean and quantiles: (series, steps, NUMBERS)."""
    mean = np.random.default_rng(7).gamma(2, 5, (count, horizon, 1))
    around = [1.0 if name == "mean" else max(0.0, 1 + QUANTILES[name] / 2) for name in NUMBERS]
    return mean * np.array(around)
