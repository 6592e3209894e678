"""The tasks of foresail_train: snapshot, fit the global models, backtest by shard, register."""

import json
from dataclasses import asdict, replace
from typing import Any, cast

import polars as pl
from sqlalchemy import Connection

from foresail.airflow import connections, telling
from foresail.airflow.assets import MODEL
from foresail.clock import iso_day, now
from foresail.errors import NothingToForecast
from foresail.forecasting.cold_start.analogs import find_analogs
from foresail.forecasting.covariates.holidays import read_holidays
from foresail.forecasting.covariates.known import Entry, spread_entries
from foresail.forecasting.data import completeness, series_ids
from foresail.forecasting.data.completeness import Unfinished, find_unfinished
from foresail.forecasting.data.gaps import count_gaps
from foresail.forecasting.data.periods import Steps, find_steps
from foresail.forecasting.data.summary import Summary, join_summaries, summarise
from foresail.forecasting.plan import Plan, make_plan
from foresail.google import places
from foresail.jobs.working import job
from foresail.settings import settings
from foresail.storage.frames import to_parquet
from foresail.storage.keys import shard_key, snapshot_key
from foresail.training.backend import Backend, Shard, StoredModel
from foresail.training.foundation import read_foundation
from foresail.training.local import LocalBackend
from foresail.training.plans import StoredPlan, write_plan
from foresail.training.vertex import VertexBackend
from foresail.warehouse import calendar, demand, models, promotions, uploads
from foresail.warehouse.connecting import reading, writing

CHAMPION, REJECTED = "champion", "rejected"


def _backend() -> Backend:
    """Where training is done: in the task itself, or on Vertex AI."""
    if settings().training == "vertex":
        return VertexBackend(connections.storage(), places.custom_jobs())
    return LocalBackend(connections.storage())


@job
def snapshot(dag_run_id: str) -> list[dict[str, Any]]:
    """Write the demand of now to the object storage, shard by shard; returns one description a shard.

    Run again, it finds the snapshot of its Dag run and leaves it: forecasts already rest on it.
    """
    with reading(connections.warehouse()) as connection:
        model = models.find(connection, dag_run_id)
        written = {} if model else _write_snapshot(connection, dag_run_id)
    if model is None:
        with writing(connections.warehouse()) as connection:
            number = models.start(connection, dag_run_id, started_at=now(), **written)
            model = models.get(connection, number)
    return [
        {"shard_key": key, "model_id": model.id, "dag_run_id": dag_run_id}
        for key in connections.storage().keys(model.snapshot_key)
    ]


def _write_snapshot(connection: Connection, dag_run_id: str) -> dict[str, Any]:
    """Write shards and plan; returns what the model's row, which is written last, says of them."""
    activity, steps, unfinished = _read_activity(connection)
    shards = _shard(connection)
    data_version = uploads.data_version(connection)
    folder = snapshot_key(data_version, len(shards), settings().series, steps.frequency.name)
    parts = [
        _write_shard(connection, steps, shard_key(folder, number), products)
        for number, products in enumerate(shards)
    ]
    summary = join_summaries([part for part, _ in parts])
    stored = _plan(connection, activity, summary, steps, pl.concat([names for _, names in parts]))
    write_plan(connections.storage(), dag_run_id, stored)
    timeline = stored.plan.timeline
    gaps: dict[str, Any] = {**count_gaps(timeline, summary.series.filter(series_ids.over_all_stores()))}
    gaps |= _find_incomplete(connection, activity, stored.plan, steps) | {"unfinished": unfinished}
    values = {"data_version": data_version, "as_of": steps.last, "snapshot_key": folder}
    return {**values, "gaps": json.dumps(gaps)}


def _read_activity(connection: Connection) -> tuple[pl.DataFrame, Steps, Unfinished | None]:
    """What all products together sold by step (ds, units, selling), the steps, and a step left out."""
    activity, as_of = demand.read_activity(connection), demand.last_day(connection)
    if as_of is None or activity.is_empty():
        raise NothingToForecast("No sales are stored yet.", "Upload a workbook first.")
    steps = find_steps(activity["ds"], as_of, settings().frequency)
    unfinished = find_unfinished(steps.of_activity(activity), steps, now().date())
    steps = steps.without_last() if unfinished else steps
    activity = steps.of_activity(activity)
    if activity.is_empty():
        raise NothingToForecast(
            f"The sales do not cover one whole {steps.frequency.name} yet.",
            "Upload more sales, or set FORESAIL_FREQUENCY to a shorter step.",
        )
    return activity, steps, unfinished


def _plan(
    connection: Connection, activity: pl.DataFrame, summary: Summary, steps: Steps, series: pl.DataFrame
) -> StoredPlan:
    """Plan a training; `series` are unique_id, product_id and key."""
    wanted = settings()
    entries = cast(list[Entry], calendar.read(connection))
    known = spread_entries(entries, steps.frequency, steps.anchor).of_series(series)
    days = read_holidays(wanted.holidays, activity["ds"][0], steps.last, steps.frequency, wanted.horizon)
    plan = make_plan(activity, summary, steps, wanted.horizon, wanted.backtest_windows, days, known)
    named = series.join(demand.read_listed_prices(connection), on="product_id", how="left")
    named = named.join(demand.read_relations(connection), on="product_id", how="left")
    named = named.select("unique_id", "listed_price", "producer", "category", name="key")
    analogs, profiles = find_analogs(summary, named, plan.timeline)
    foundation = read_foundation(wanted.foundation_model) if wanted.foundation_model else None
    return StoredPlan(replace(plan, launch_profiles=profiles), known.own, analogs, foundation)


def _find_incomplete(
    connection: Connection, activity: pl.DataFrame, plan: Plan, steps: Steps
) -> dict[str, Any]:
    """What of the newest sales seems not to have been sent yet."""
    sold = demand.read_selling_stores(connection, completeness.find_first_day(steps))
    return {
        "partial": completeness.find_partial(activity, plan.timeline),
        "late_stores": completeness.find_late_stores(sold, steps),
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
    history = demand.read(connection, products, _by_store()).with_columns(series_ids.series_id())
    stepped = steps.of_demand(history.select("unique_id", "ds", "y", "price"))
    connections.storage().write(key, to_parquet(stepped))
    series = history.select("unique_id", "product_id", "key").unique().sort("unique_id")
    return summarise(stepped, steps.frequency, steps.since), series


@job
def fit_global_model(shards: list[dict[str, Any]]) -> dict[str, Any]:
    """Fit the global models, once, to what all shards teach; returns how much that was."""
    return asdict(_backend().fit_global_models([Shard(**shard) for shard in shards]))


@job
def backtest(shard: dict[str, Any]) -> str:
    """Backtest all methods on one shard; returns the key of its backtest."""
    return _backend().backtest(Shard(**shard))


@job
def register(dag_run_id: str, backtests: list[str]) -> dict[str, Any]:
    """Fit the model to all backtests, store it, and let it challenge the champion.

    Only a model that does not lose becomes champion; returns what was chosen and the verdict.
    """
    with reading(connections.warehouse()) as connection:
        model = models.of_dag_run(connection, dag_run_id)
        held = promotions.champion(connection, other_than=model.id)
    champion = None if held is None else StoredModel(held.artifact_key or "", held.artifact_sha256 or "")
    outcome = _backend().fit(model.id, dag_run_id, backtests, champion)
    verdict = outcome.verdict
    values = {
        "artifact_key": outcome.model.key,
        "artifact_sha256": outcome.model.sha256,
        "registered_at": now(),
        "series": outcome.products,
        "frequency": outcome.frequency,
        "method_labels": json.dumps(outcome.labels),
        "verdict": CHAMPION if verdict.wins else REJECTED,
        "verdict_reason": verdict.reason,
    }
    with writing(connections.warehouse()) as connection:
        models.register(connection, model.id, [each._asdict() for each in outcome.metrics], **values)
        if verdict.wins:
            promotions.promote(connection, model.id, now(), "foresail_train", verdict.reason)
        wape = models.read_headlines(connection, [model.id])[model.id].wape
    telling.gauge("model.wape", wape)
    telling.gauge("model.series", outcome.products)
    facts = {"model_id": model.id, "data_version": model.data_version, "as_of": iso_day(model.as_of)}
    figures = {"products": outcome.products, "wape": wape, "is_champion": verdict.wins}
    telling.describe_event(MODEL, {**facts, **figures})
    return {"model_id": model.id, "choices": outcome.choices, "verdict": verdict.reason}
