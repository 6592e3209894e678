"""The tasks of foresail_train: snapshot, learn, backtest by shard, register."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection

from foresail.airflow import connections
from foresail.clock import now
from foresail.errors import NothingToForecast
from foresail.forecasting import arrivals, artifact, contest, engine, known, levels, likes, plan
from foresail.forecasting.calendars import holidays_of
from foresail.forecasting.gaps import count_gaps
from foresail.forecasting.plan import FINAL, Plan, Steps, Summary
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage.frames import read_parquet, to_parquet
from foresail.storage.keys import KNOWN, LIKES, PLAN, model_key, plan_key, shard_key, snapshot_key
from foresail.storage.objects import Storage
from foresail.warehouse import calendar, demand, models, promotions, uploads
from foresail.warehouse.connecting import reading, writing


@job
def snapshot(dag_run_id: str) -> list[dict[str, Any]]:
    """Write the demand of now to the object storage, shard by shard; returns one description a shard.

    Run again, it finds the snapshot of its Dag run and leaves it: forecasts already rest on it.
    """
    with reading(connections.warehouse()) as connection:
        model = models.find(connection, dag_run_id)
        written = _write_snapshot(connection, dag_run_id) if model is None else None
    if written is not None:
        with writing(connections.warehouse()) as connection:
            number = models.start(connection, dag_run_id, started_at=now(), **written)
            model = models.get(connection, number)
    return [
        {"shard_key": key, "model_id": model.id, "dag_run_id": dag_run_id}
        for key in connections.storage().keys(model.snapshot_key)
    ]


def _write_snapshot(connection: Connection, dag_run_id: str) -> dict[str, Any]:
    """Write shards and plan; returns what the model's row, which is written last, says of them."""
    storage, wanted = connections.storage(), settings()
    activity, as_of = demand.read_activity(connection), demand.last_day(connection)
    if as_of is None or activity.is_empty():
        raise NothingToForecast("No sale is stored yet.", "Upload a workbook first.")
    steps = plan.find_steps(activity["ds"], as_of, wanted.frequency)
    activity = steps.of_activity(activity)
    if activity.is_empty():
        raise NothingToForecast(
            f"The sales do not fill one whole {steps.frequency.name} yet.",
            "Upload more of them, or set FORESAIL_FREQUENCY to a shorter step.",
        )
    shards = _shard(connection)
    data_version = uploads.data_version(connection)
    folder = snapshot_key(data_version, len(shards), wanted.series, steps.frequency.name)
    parts = [
        _write_shard(connection, steps, shard_key(folder, number), products)
        for number, products in enumerate(shards)
    ]
    summary = plan.join_summaries([part for part, _ in parts])
    series = pl.concat([names for _, names in parts])
    told = known.spread(calendar.read(connection), steps.frequency, steps.anchor).of_series(series)
    days = holidays_of(wanted.holidays, activity["ds"][0], steps.last, steps.frequency, wanted.horizon)
    made = plan.make_plan(activity, summary, steps, wanted.horizon, wanted.backtest_windows, days, told)
    named = series.join(demand.read_listed_prices(connection), on="product_id", how="left")
    named = named.join(demand.read_producers(connection), on="product_id", how="left")
    named = named.select("unique_id", "listed_price", "producer", name="key")
    alike, beginnings = likes.find_likes(summary, named, made)
    made = replace(made, beginnings=beginnings)
    storage.write(plan_key(dag_run_id, PLAN), made.to_bytes())
    storage.write(plan_key(dag_run_id, KNOWN), to_parquet(told.own))
    storage.write(plan_key(dag_run_id, LIKES), to_parquet(alike))
    gaps = count_gaps(made.timeline, summary.series.filter(levels.over_all_stores()))
    gaps |= _find_late(connection, activity, made, steps)
    values = {"data_version": data_version, "as_of": steps.last, "snapshot_key": folder}
    return {**values, "gaps": json.dumps(gaps)}


def _find_late(connection: Connection, activity: pl.DataFrame, made: Plan, steps: Steps) -> dict[str, Any]:
    """What of the newest sales seems not to have been sent yet."""
    sold = demand.read_selling_stores(connection, arrivals.looked_back_on(steps))
    return {
        "partial": arrivals.find_partial(activity, made.timeline),
        "late_stores": arrivals.find_late_stores(sold, steps),
    }


def _shard(connection: Connection) -> list[list[int]]:
    """Part the products by a hash of their name: one stays in its shard as others come."""
    products = demand.list_products(connection)
    series = len(products) + (demand.count_series(connection) if _by_store() else 0)
    shards: list[list[int]] = [[] for _ in range(-(-series // settings().shard_series))]
    for number, key in products:
        shards[demand.shard_of(key, len(shards))].append(number)
    return shards


def _by_store() -> bool:
    return settings().series == "product-store"


def _write_shard(
    connection: Connection, steps: Steps, key: str, products: list[int]
) -> tuple[Summary, pl.DataFrame]:
    """Write one shard's demand by step; returns its summary, and its series (unique_id, product_id, key)."""
    history = demand.read(connection, products, _by_store()).with_columns(levels.series_id())
    stepped = steps.of_demand(history.select("unique_id", "ds", "y", "price"))
    connections.storage().write(key, to_parquet(stepped))
    series = history.select("unique_id", "product_id", "key").unique().sort("unique_id")
    return plan.summarise(stepped, steps.frequency, steps.since), series


@job
def learn(shards: list[dict[str, Any]]) -> dict[str, Any]:
    """Train the global models, once, on what the shards teach; returns what they were taught."""
    storage = connections.storage()
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
    run = shard["dag_run_id"]
    shared = Plan.from_bytes(storage.read(plan_key(run, PLAN)))
    return shared, read_parquet(storage, plan_key(run, KNOWN))


def _booster_key(model_id: int, window: int) -> str:
    return model_key(model_id, "booster.json" if window == FINAL else f"backtest-booster-{window}.json")


@job
def backtest(shard: dict[str, Any]) -> str:
    """Backtest one shard, with the champion beside the new methods; returns the key of its outcome."""
    storage = connections.storage()
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
    storage, warehouse = connections.storage(), connections.warehouse()
    with reading(warehouse) as connection:
        model = models.of_dag_run(connection, dag_run_id)
        champion = promotions.champion(connection, other_than=model.id)
    shared = Plan.from_bytes(storage.read(plan_key(dag_run_id, PLAN)))
    frames = [read_parquet(storage, key) for key in backtests]
    series = sum(frame["unique_id"].n_unique() for frame in frames)
    products = sum(frame.filter(levels.over_all_stores())["unique_id"].n_unique() for frame in frames)
    judged = pl.concat([engine.sample(frame, series) for frame in frames])
    booster = storage.read(_booster_key(model.id, FINAL)) or None
    fitted = engine.fit(judged, shared, booster, levels.over_all_stores())
    data, checksum = artifact.save(fitted.model)
    storage.write(model_key(model.id, "model.json"), data)
    verdict = contest.FIRST if champion is None else _judge(storage, judged, fitted.model, champion)
    values = {
        "artifact_key": model_key(model.id, "model.json"),
        "artifact_sha256": checksum,
        "registered_at": now(),
        "series": products,
        "frequency": shared.timeline.frequency.name,
        "verdict": "champion" if verdict.wins else "kept-out",
        "verdict_reason": verdict.reason,
    }
    with writing(warehouse) as connection:
        models.register(connection, model.id, fitted.metrics, **values)
        if verdict.wins:
            promotions.promote(connection, model.id, now(), "foresail_train", verdict.reason)
    return {"model_id": model.id, "choices": fitted.model.choices, "verdict": verdict.reason}


def _judge(
    storage: Storage, judged: pl.DataFrame, challenger: artifact.Model, champion: Any
) -> contest.Verdict:
    """The verdict on a challenger; a champion that this version cannot read has lost."""
    try:
        standing = artifact.load(storage.read(champion.artifact_key), champion.artifact_sha256)
    except artifact.ArtifactOutdated:
        return contest.Verdict(True, "The champion was made by another version of Foresail.")
    return contest.judge(judged, challenger, standing)
