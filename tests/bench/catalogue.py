"""A warehouse of made-up forecasts, published: what the benchmarks of the endpoints ask for."""

from datetime import timedelta

import numpy as np
import polars as pl
from foresail.clock import now
from foresail.warehouse import forecasts, promotions, uploads
from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.connecting import writing
from foresail.warehouse.tables import daily_demand, forecast_products, models, products
from foresail.warehouse.tables import forecasts as numbers
from sqlalchemy import Connection, Engine, insert

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


def name_of(number: int) -> str:
    return f"Product {number:05d}"


def fill(engine: Engine, count: int = PRODUCTS, horizon: int = HORIZON) -> None:
    """Publish a run of `count` products over `horizon` days."""
    with writing(engine) as connection:
        upload_id = _add_upload(connection)
        model_id = _add_model(connection, count)
        run_id = forecasts.start_run(connection, "bench", model_id, model_id, horizon, now())
        ids = pl.DataFrame({"id": range(1, count + 1)})
        names = pl.Series("name", [name_of(number) for number in range(1, count + 1)])
        keys = names.str.to_lowercase().alias("key")
        insert_frame(connection, products, ids.with_columns(keys, names, first_upload_id=pl.lit(upload_id)))
        insert_frame(connection, forecast_products, _reasons(run_id, count))
        insert_frame(connection, numbers, _numbers(run_id, count, horizon))
        demand = pl.DataFrame({"product_id": range(1, count + 1), "day": AS_OF, "store_id": 0})
        fixed = {
            "quantity": pl.lit(3.0),
            "returned": pl.lit(0.0),
            "revenue": pl.lit(9.0),
            "sale_lines": pl.lit(1),
        }
        insert_frame(connection, daily_demand, demand.with_columns(**fixed))
        forecasts.publish(connection, run_id, now())


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
    uploads.mark_stored(connection, number, 1, 0)
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


def _reasons(run_id: int, count: int) -> pl.DataFrame:
    return pl.DataFrame({"product_id": range(1, count + 1)}).with_columns(
        run_id=pl.lit(run_id), demand_class=pl.lit("smooth"), method=pl.lit("theta"), fell_back=pl.lit(0),
        intended=pl.lit("theta"), reason=pl.lit("The least error in the backtest."), wape=pl.lit(0.2),
        wape_seasonal_naive=pl.lit(0.3), bias=pl.lit(0.01), rmsse=pl.lit(0.8), coverage_80=pl.lit(0.8),
        coverage_95=pl.lit(0.95),
    )  # fmt: skip


def _numbers(run_id: int, count: int, horizon: int) -> pl.DataFrame:
    rng = np.random.default_rng(7)
    days = [AS_OF + timedelta(days=number + 1) for number in range(horizon)]
    mean = rng.gamma(2, 5, count * horizon)
    frame = pl.DataFrame(
        {"product_id": np.repeat(np.arange(1, count + 1), horizon), "day": days * count, "mean": mean}
    ).with_columns(run_id=pl.lit(run_id))
    return frame.with_columns(
        (pl.col("mean") * max(0.0, 1 + z / 2)).alias(name) for name, z in QUANTILES.items()
    )
