"""Forecast runs and the forecast cache. A run is written aside and published by turning one pointer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)

from foresail.warehouse.tables import (
    forecast_runs,
    forecast_series,
    models,
    promotions,
    published,
    uploads,
)

BATCH = 500
POINTER = "forecasts"
WATCHED = timedelta(days=400)
"""Runs whose data are older than this are as they were measured last."""
ALL_STORES = 0
"""The store of a series over all stores."""
SNAPSHOT = func.coalesce(forecast_runs.c.snapshot_model_id, forecast_runs.c.model_id)
"""The model whose snapshot a run forecasts: its own, in runs from before there was a difference."""


def start_run(
    connection: Connection,
    dag_run_id: str,
    model_id: int,
    snapshot_model_id: int,
    horizon: int,
    started_at: datetime,
    on_request: bool = False,
) -> int:
    """The run of this Dag run: made the first time, kept when the task runs again.

    `snapshot_model_id` is the model whose snapshot is forecast: an older champion forecasts newer data. A run
    `on_request` answers one question and is never the one that all readers see.
    """
    known = connection.execute(
        select(forecast_runs.c.id).where(forecast_runs.c.dag_run_id == dag_run_id)
    ).scalar()
    if known is not None:
        return known
    values = {
        "model_id": model_id,
        "snapshot_model_id": snapshot_model_id,
        "horizon": horizon,
        "started_at": started_at,
        "on_request": on_request,
    }
    added = connection.execute(insert(forecast_runs).values(dag_run_id=dag_run_id, **values))
    return added.inserted_primary_key[0]


def replace(connection: Connection, run_id: int, rows: Sequence[dict]) -> None:
    """Write a shard's series into a run, in place of what an earlier try wrote."""
    ids = sorted({row["product_id"] for row in rows})
    for start in range(0, len(ids), BATCH):
        batch = forecast_series.c.product_id.in_(ids[start : start + BATCH])
        connection.execute(delete(forecast_series).where(forecast_series.c.run_id == run_id, batch))
    for start in range(0, len(rows), BATCH):
        part = [{"run_id": run_id, **row} for row in rows[start : start + BATCH]]
        connection.execute(insert(forecast_series), part)


def count_series(connection: Connection, run_id: int) -> int:
    """How many series a run holds: products, and products in a store."""
    of_run = select(func.count()).where(forecast_series.c.run_id == run_id)
    return connection.execute(of_run).scalar_one()


def publish(connection: Connection, run_id: int, published_at: datetime) -> None:
    """Turn the pointer to a run; one that is older than the published run is not published."""
    current = connection.execute(select(published.c.run_id).where(published.c.name == POINTER)).scalar()
    if current is None:
        connection.execute(insert(published).values(name=POINTER, run_id=run_id))
    elif current < run_id:
        connection.execute(update(published).where(published.c.name == POINTER).values(run_id=run_id))
    complete(connection, run_id, published_at)


def complete(connection: Connection, run_id: int, published_at: datetime) -> None:
    """Say that a run holds all it should, the first time that it does."""
    stamp = update(forecast_runs).where(forecast_runs.c.id == run_id, forecast_runs.c.published_at.is_(None))
    connection.execute(stamp.values(published_at=published_at))


def forget_answers(connection: Connection, run_id: int, before: datetime) -> None:
    """Delete the series of runs on request that answer nothing any more, now that a run is published.

    They were made with another model or from other data, and completed `before` a time that no reader who
    found them is still reading at. The runs stay, as a record.
    """
    run = get_run(connection, run_id)
    passed = select(forecast_runs.c.id).where(
        forecast_runs.c.on_request,
        forecast_runs.c.published_at <= before,
        (forecast_runs.c.model_id != run["model_id"])
        | (forecast_runs.c.snapshot_model_id != run["snapshot_model_id"]),
    )
    connection.execute(delete(forecast_series).where(forecast_series.c.run_id.in_(passed)))


def published_run(connection: Connection) -> RowMapping | None:
    """The run that readers see, with the as-of day, data version and frequency of what it forecasts."""
    query = _described_runs().join(published, published.c.run_id == forecast_runs.c.id)
    return connection.execute(query.where(published.c.name == POINTER)).mappings().first()


def describe_run(connection: Connection, run_id: int) -> RowMapping:
    """A run as `published_run` tells of it."""
    return connection.execute(_described_runs().where(forecast_runs.c.id == run_id)).mappings().one()


def list_public(connection: Connection, since: date) -> list[RowMapping]:
    """The runs that all readers saw, as `published_run` tells of them, whose data end on `since` or later."""
    query = _described_runs().where(
        forecast_runs.c.published_at.is_not(None), ~forecast_runs.c.on_request, models.c.as_of >= since
    )
    return list(connection.execute(query.order_by(forecast_runs.c.id)).mappings())


def _described_runs() -> Select:
    return (
        select(
            forecast_runs.c.id.label("run_id"),
            forecast_runs.c.model_id,
            SNAPSHOT.label("snapshot_model_id"),
            forecast_runs.c.horizon,
            forecast_runs.c.published_at,
            models.c.as_of,
            models.c.data_version,
            models.c.frequency,
        )
        .select_from(forecast_runs)
        .join(models, models.c.id == SNAPSHOT)
    )


@dataclass(frozen=True)
class Cache:
    """What the cache is: the run that readers see, the newest data and champion, and how many runs answer."""

    run: RowMapping | None
    data_version: int
    champion_id: int | None
    answers: int


def read_cache(connection: Connection) -> Cache:
    """The state of the cache, in one question."""
    query, columns = _cache_queries()
    row = connection.execute(query).mappings().first()
    if row is None:
        version, champion_id, _ = connection.execute(columns).one()
        return Cache(None, version, champion_id, 0)
    return Cache(row, row["newest_version"], row["champion_id"], row["answers"])


@cache
def _cache_queries() -> tuple[Select, Select]:
    answers = select(func.count()).where(
        forecast_runs.c.on_request, forecast_runs.c.published_at.is_not(None)
    )
    champion = select(promotions.c.model_id).order_by(promotions.c.id.desc()).limit(1)
    version = select(func.coalesce(func.max(uploads.c.data_version), 0))
    columns = (
        version.scalar_subquery().label("newest_version"),
        champion.scalar_subquery().label("champion_id"),
        answers.scalar_subquery().label("answers"),
    )
    query = _described_runs().join(published, published.c.run_id == forecast_runs.c.id).add_columns(*columns)
    return query.where(published.c.name == POINTER), select(*columns)


def find_answers(
    connection: Connection, cache: Cache, horizon: int, product_ids: Sequence[int], store_id: int
) -> dict[int, int]:
    """Of each product, the newest run on request that reaches as far, made like the one that readers see."""
    if cache.run is None or not cache.answers:
        return {}
    held = forecast_series.c
    query = (
        select(held.product_id, func.max(forecast_runs.c.id))
        .join(forecast_runs, forecast_runs.c.id == held.run_id)
        .where(
            forecast_runs.c.on_request,
            forecast_runs.c.published_at.is_not(None),
            forecast_runs.c.horizon >= horizon,
            forecast_runs.c.model_id == cache.run["model_id"],
            forecast_runs.c.snapshot_model_id == cache.run["snapshot_model_id"],
            held.store_id == store_id,
            held.product_id.in_(product_ids),
        )
        .group_by(held.product_id)
    )
    return dict(connection.execute(query).tuples().all())


def run_of_model(connection: Connection, model_id: int) -> RowMapping | None:
    """The newest run for all readers that forecasts from a model."""
    query = select(forecast_runs).where(forecast_runs.c.model_id == model_id, ~forecast_runs.c.on_request)
    return connection.execute(query.order_by(forecast_runs.c.id.desc()).limit(1)).mappings().first()


def get_run(connection: Connection, run_id: int) -> RowMapping:
    """One run."""
    return connection.execute(select(forecast_runs).where(forecast_runs.c.id == run_id)).mappings().one()


def of_dag_run(connection: Connection, dag_run_id: str) -> RowMapping:
    """The run of a run of foresail_predict."""
    query = select(forecast_runs).where(forecast_runs.c.dag_run_id == dag_run_id)
    return connection.execute(query).mappings().one()


def set_notified(connection: Connection, run_id: int, dag_run_id: str) -> None:
    """Remember which run of foresail_notify tells of this run."""
    told = update(forecast_runs).where(forecast_runs.c.id == run_id)
    connection.execute(told.values(notify_dag_run_id=dag_run_id))
