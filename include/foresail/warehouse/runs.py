"""Forecast runs. A run is written beside the published one and published by moving one pointer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from foresail.warehouse.inserting import insert_numbered
from foresail.warehouse.tables import (
    forecast_runs,
    forecast_series,
    forecast_summaries,
    forecast_totals,
    models,
    published,
)

BATCH = 500
POINTER = "forecasts"
WATCHED = timedelta(days=400)
"""Runs whose data are older than this are as they were measured last."""
ALL_STORES = 0
"""The store of a series over all stores."""
SNAPSHOT = func.coalesce(forecast_runs.c.snapshot_model_id, forecast_runs.c.model_id)
"""The model whose snapshot a run forecasts: its own, in runs from before there was a difference."""


@dataclass(frozen=True)
class Run:
    """A forecast run of `model_id` over the snapshot of `snapshot_model_id`, which gives the last three.

    `as_of` is the first day of the newest step whose sales it knows; `horizon` is in steps of `frequency`.
    `scored_version` is the data version that its outcomes were scored at last.
    """

    run_id: int
    model_id: int
    snapshot_model_id: int
    horizon: int
    published_at: datetime | None
    on_request: bool
    notify_dag_run_id: str | None
    dag_run_id: str
    as_of: date
    data_version: int
    frequency: str
    scored_version: int | None = None
    thinned_at: datetime | None = None


def start(
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
    return insert_numbered(connection, forecast_runs, dag_run_id=dag_run_id, **values)


def replace(connection: Connection, run_id: int, rows: Sequence[dict[str, Any]]) -> None:
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
    """Delete the series, and sums, of runs on request that answer nothing now that another run is published.

    They were made with another model or from other data, and completed `before` a time that no reader who
    found them is still reading at. The runs stay, as a record.
    """
    run = get(connection, run_id)
    passed = select(forecast_runs.c.id).where(
        forecast_runs.c.on_request,
        forecast_runs.c.published_at <= before,
        (forecast_runs.c.model_id != run.model_id)
        | (forecast_runs.c.snapshot_model_id != run.snapshot_model_id),
    )
    for table in (forecast_totals, forecast_summaries, forecast_series):
        connection.execute(delete(table).where(table.c.run_id.in_(passed)))


def get_published(connection: Connection) -> Run | None:
    """The run that readers see."""
    row = connection.execute(select_published()).mappings().first()
    return Run(**row) if row else None


def get(connection: Connection, run_id: int) -> Run:
    """One run."""
    return _one(connection, forecast_runs.c.id == run_id)


def of_dag_run(connection: Connection, dag_run_id: str) -> Run:
    """The run of a run of foresail_predict."""
    return _one(connection, forecast_runs.c.dag_run_id == dag_run_id)


def _one(connection: Connection, wanted: ColumnElement[bool]) -> Run:
    return Run(**connection.execute(_select_runs().where(wanted)).mappings().one())


def list_public(connection: Connection, since: date) -> list[Run]:
    """The runs that all readers saw and that hold their series yet, whose data end on `since` or later."""
    query = _select_runs().where(
        forecast_runs.c.published_at.is_not(None),
        forecast_runs.c.thinned_at.is_(None),
        ~forecast_runs.c.on_request,
        models.c.as_of >= since,
    )
    return [Run(**row) for row in connection.execute(query.order_by(forecast_runs.c.id)).mappings()]


def select_published() -> Select[Any]:
    """The query for the run that readers see, a column a field of Run."""
    query = _select_runs().join(published, published.c.run_id == forecast_runs.c.id)
    return query.where(published.c.name == POINTER)


def _select_runs() -> Select[Any]:
    own = ("model_id", "horizon", "published_at", "on_request", "notify_dag_run_id", "dag_run_id")
    kept = ("scored_version", "thinned_at")
    return (
        select(
            forecast_runs.c.id.label("run_id"),
            SNAPSHOT.label("snapshot_model_id"),
            *(forecast_runs.c[name] for name in (*own, *kept)),
            models.c.as_of,
            models.c.data_version,
            models.c.frequency,
        )
        .select_from(forecast_runs)
        .join(models, models.c.id == SNAPSHOT)
    )


def newest_of_model(connection: Connection, model_id: int) -> Run | None:
    """The newest run for all readers that forecasts with a model."""
    query = _select_runs().where(forecast_runs.c.model_id == model_id, ~forecast_runs.c.on_request)
    row = connection.execute(query.order_by(forecast_runs.c.id.desc()).limit(1)).mappings().first()
    return Run(**row) if row else None


def set_notified(connection: Connection, run_id: int, dag_run_id: str) -> None:
    """Record which run of foresail_notify mails this run."""
    notified = update(forecast_runs).where(forecast_runs.c.id == run_id)
    connection.execute(notified.values(notify_dag_run_id=dag_run_id))
