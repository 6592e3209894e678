"""The tasks of foresail_train: snapshot, backtest by shard, register."""

from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl

from foresail import deployment
from foresail.clock import now
from foresail.errors import NothingToForecast
from foresail.forecasting import artifact, engine
from foresail.forecasting.series import measure_activity
from foresail.frames import read_parquet, to_parquet
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage import activity_key, shard_key, snapshot_key
from foresail.warehouse import demand, models, uploads
from foresail.warehouse.connecting import reading, writing


@job
def snapshot(dag_run_id: str) -> list[dict[str, Any]]:
    """Write the demand of now to the object storage, in shards; returns one description a shard.

    Run again, it finds the snapshot of its Dag run and leaves it: forecasts already rest on it.
    """
    storage = deployment.storage()
    with reading(deployment.warehouse()) as connection:
        model = models.find(connection, dag_run_id)
        data_version = uploads.data_version(connection)
        history = demand.read_all(connection) if model is None else None
        as_of = demand.last_day(connection)
    if model is None:
        model = _write_snapshot(dag_run_id, data_version, history, as_of)
    common = {
        "model_id": model["id"],
        "activity_key": activity_key(model["data_version"]),
        "as_of": model["as_of"].isoformat(),
    }
    return [{"shard_key": key, **common} for key in storage.keys(model["snapshot_key"])]


def _write_snapshot(dag_run_id: str, data_version: int, history: pl.DataFrame, as_of: date | None) -> Any:
    """Write shards and the model's row, the row last; returns it."""
    if as_of is None or history["y"].sum() == 0:
        raise NothingToForecast("No sale is stored yet.", "Upload a workbook first.")
    storage, shards = deployment.storage(), _shard(history)
    folder = snapshot_key(data_version, len(shards))
    storage.write(activity_key(data_version), to_parquet(measure_activity(history, as_of)))
    for number, rows in enumerate(shards):
        storage.write(shard_key(folder, number), to_parquet(rows))
    with writing(deployment.warehouse()) as connection:
        values = {"data_version": data_version, "as_of": as_of, "snapshot_key": folder, "started_at": now()}
        return models.get(connection, models.start(connection, dag_run_id, **values))


def _shard(history: pl.DataFrame) -> list[pl.DataFrame]:
    """Part the products by a hash of their name, so that a product stays in its shard as others come."""
    keys = history["key"].unique(maintain_order=True)
    count = -(-len(keys) // settings().shard_series)
    numbers = {key: crc32(key.encode()) % count for key in keys}
    sharded = history.with_columns(
        pl.col("key").replace_strict(numbers, return_dtype=pl.Int32).alias("shard")
    )
    parts = sharded.partition_by("shard", as_dict=True, include_key=False)
    rows = history.select(pl.col("product_id").alias("unique_id"), "ds", "y").clear()
    return [
        parts[number,].select(pl.col("product_id").alias("unique_id"), "ds", "y")
        if (number,) in parts
        else rows
        for number in range(count)
    ]


@job
def backtest(shard: dict[str, Any]) -> str:
    """Backtest one shard; returns the key of its outcome."""
    storage = deployment.storage()
    history = read_parquet(storage, shard["shard_key"])
    activity = read_parquet(storage, shard["activity_key"])
    horizon, windows = settings().horizon_days, settings().backtest_windows
    as_of = date.fromisoformat(shard["as_of"])
    outcome = engine.backtest_shard(history, activity, as_of, horizon, windows)
    key = f"models/{shard['model_id']}/backtest/{Path(shard['shard_key']).name}"
    storage.write(key, to_parquet(outcome))
    return key


@job
def register(dag_run_id: str, backtests: list[str]) -> dict[str, Any]:
    """Fit the model to all backtests, store its artifact, and register it with its metrics."""
    storage, warehouse = deployment.storage(), deployment.warehouse()
    frames = [read_parquet(storage, key) for key in backtests]
    fitted = engine.fit(pl.concat(frames))
    with reading(warehouse) as connection:
        model_id = models.of_dag_run(connection, dag_run_id)["id"]
    data, checksum = artifact.save(fitted.model)
    key = f"models/{model_id}/model.json"
    storage.write(key, data)
    storage.write(f"models/{model_id}/products.parquet", to_parquet(fitted.products))
    with writing(warehouse) as connection:
        values = {"artifact_key": key, "artifact_sha256": checksum, "registered_at": now()}
        models.register(connection, model_id, fitted.metrics, series=len(fitted.products), **values)
    return {"model_id": model_id, "choices": fitted.model.choices}
