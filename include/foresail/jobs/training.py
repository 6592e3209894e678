"""The tasks of foresail_train: snapshot, learn, backtest by shard, register."""

from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl

from foresail import deployment
from foresail.clock import now
from foresail.errors import NothingToForecast
from foresail.forecasting import artifact, contest, engine, known, levels, likes, plan
from foresail.forecasting.calendars import holidays_of
from foresail.forecasting.plan import FINAL, Plan
from foresail.frames import read_parquet, to_parquet
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage import Storage, known_key, likes_key, model_key, plan_key, shard_key, snapshot_key
from foresail.warehouse import calendar, demand, models, promotions, uploads
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
        history = demand.read_all(connection, settings().series == "product-store") if model is None else None
        as_of = demand.last_day(connection)
        entries = calendar.read(connection)
    if model is None:
        model = _write_snapshot(dag_run_id, data_version, history, as_of, entries)
    return [
        {"shard_key": key, "model_id": model["id"], "snapshot_key": model["snapshot_key"]}
        for key in storage.keys(model["snapshot_key"])
    ]


def _write_snapshot(
    dag_run_id: str, data_version: int, history: pl.DataFrame, as_of: date | None, entries: list[dict]
) -> Any:
    """Write shards, plan and the model's row, the row last; returns it."""
    if as_of is None or history["y"].sum() == 0:
        raise NothingToForecast("No sale is stored yet.", "Upload a workbook first.")
    storage = deployment.storage()
    history = history.with_columns(levels.series_id())
    keys = history.select("unique_id", "product_id", "key").unique().sort("unique_id")
    stepped, last, frequency = plan.to_steps(
        history.select("unique_id", "ds", "y", "price"), as_of, settings().frequency
    )
    first = stepped.filter(pl.col("y") > 0).group_by("unique_id").agg(pl.col("ds").min())
    if first.is_empty():
        raise NothingToForecast(
            f"The sales do not fill one whole {frequency[0].name} yet.",
            "Upload more of them, or set FORESAIL_FREQUENCY to a shorter step.",
        )
    told = known.spread(entries, *frequency).of_series(keys)
    made = plan.make_plan(
        plan.measure_activity(stepped.filter(levels.over_all_stores())),
        first.sort("unique_id"),
        last,
        frequency,
        settings().horizon,
        settings().backtest_windows,
        holidays_of(settings().holidays, first["ds"].min(), last, frequency[0], settings().horizon),
        plan.prices_hold(stepped),
        told,
    )
    shards = _shard(stepped, keys)
    folder = snapshot_key(data_version, len(shards), made.digest(told.own.write_csv().encode()))
    storage.write(plan_key(folder), made.to_bytes())
    storage.write(known_key(folder), to_parquet(told.own))
    names = keys.select("unique_id", pl.col("key").alias("name"))
    storage.write(likes_key(folder), to_parquet(likes.find_likes(stepped, names, made)))
    for number, rows in enumerate(shards):
        storage.write(shard_key(folder, number), to_parquet(rows))
    values = {"data_version": data_version, "as_of": last, "snapshot_key": folder, "started_at": now()}
    with writing(deployment.warehouse()) as connection:
        return models.get(connection, models.start(connection, dag_run_id, **values))


def _shard(history: pl.DataFrame, keys: pl.DataFrame) -> list[pl.DataFrame]:
    """Part the series by a hash of the product's name: it stays in its shard as others come."""
    count = -(-keys.height // settings().shard_series)
    shard = [crc32(key.encode()) % count for key in keys["key"]]
    numbers = keys.select("unique_id", pl.Series("shard", shard, dtype=pl.Int32))
    parts = history.join(numbers, on="unique_id", maintain_order="left").partition_by(
        "shard", as_dict=True, include_key=False
    )
    return [parts.get((number,), history.clear()) for number in range(count)]


@job
def learn(shards: list[dict[str, Any]]) -> dict[str, Any]:
    """Train the global models, once, on what the shards teach; returns what they were taught."""
    storage = deployment.storage()
    shared, told = _shared(storage, shards[0])
    lessons = [
        engine.gather_shard(read_parquet(storage, shard["shard_key"]), shared, told) for shard in shards
    ]
    trained = engine.learn(lessons, shared)
    for window, booster in trained.items():
        storage.write(_booster_key(shards[0]["model_id"], window), booster or b"")
    return {"pairs": sum(len(each[FINAL].parts) for each in lessons), "models": len(trained)}


def _shared(storage: Storage, shard: dict[str, Any]) -> tuple[Plan, pl.DataFrame]:
    """The plan and what people told, which all shards share."""
    folder = shard["snapshot_key"]
    return Plan.from_bytes(storage.read(plan_key(folder))), read_parquet(storage, known_key(folder))


def _booster_key(model_id: int, window: int) -> str:
    return model_key(model_id, "booster.json" if window == FINAL else f"backtest-booster-{window}.json")


@job
def backtest(shard: dict[str, Any]) -> str:
    """Backtest one shard, with the champion beside the new methods; returns the key of its outcome."""
    storage = deployment.storage()
    history = read_parquet(storage, shard["shard_key"])
    shared, told = _shared(storage, shard)
    trained = {
        window: storage.read(_booster_key(shard["model_id"], window)) or None
        for window in shared.windows.numbers
    }
    outcome = engine.backtest_shard(history, shared, trained, told)
    key = model_key(shard["model_id"], f"backtest/{Path(shard['shard_key']).name}")
    storage.write(key, to_parquet(outcome))
    return key


@job
def register(dag_run_id: str, backtests: list[str]) -> dict[str, Any]:
    """Fit the model to all backtests, store it, and let it stand against the champion.

    Only a model that does not lose becomes champion; returns what was chosen and the verdict.
    """
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with reading(warehouse) as connection:
        model = models.of_dag_run(connection, dag_run_id)
        champion = promotions.champion(connection, other_than=model["id"])
    shared = Plan.from_bytes(storage.read(plan_key(model["snapshot_key"])))
    frames = [read_parquet(storage, key) for key in backtests]
    series = sum(frame["unique_id"].n_unique() for frame in frames)
    products = sum(frame.filter(levels.over_all_stores())["unique_id"].n_unique() for frame in frames)
    judged = pl.concat([engine.sample(frame, series) for frame in frames])
    booster = storage.read(_booster_key(model["id"], FINAL)) or None
    fitted = engine.fit(judged, shared, booster, levels.over_all_stores())
    data, checksum = artifact.save(fitted.model)
    storage.write(model_key(model["id"], "model.json"), data)
    verdict = contest.FIRST if champion is None else _judge(storage, judged, fitted.model, champion)
    values = {
        "artifact_key": model_key(model["id"], "model.json"),
        "artifact_sha256": checksum,
        "registered_at": now(),
        "series": products,
        "frequency": shared.timeline.frequency.name,
        "verdict": "champion" if verdict.wins else "kept-out",
        "verdict_reason": verdict.reason,
    }
    with writing(warehouse) as connection:
        models.register(connection, model["id"], fitted.metrics, **values)
        if verdict.wins:
            promotions.promote(connection, model["id"], now(), "foresail_train", verdict.reason)
    return {"model_id": model["id"], "choices": fitted.model.choices, "verdict": verdict.reason}


def _judge(
    storage: Storage, judged: pl.DataFrame, challenger: artifact.Model, champion: Any
) -> contest.Verdict:
    """The verdict on a challenger; a champion that this version cannot read has lost."""
    try:
        standing = artifact.load(storage.read(champion["artifact_key"]), champion["artifact_sha256"])
    except artifact.ArtifactOutdated:
        return contest.Verdict(True, "The champion was made by another version of Foresail.")
    return contest.judge(judged, challenger, standing)
