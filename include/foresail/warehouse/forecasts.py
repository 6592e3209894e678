"""Forecast runs and the forecast cache. A run is written aside and published by turning one pointer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select, update

from foresail.warehouse.tables import (
    forecast_products,
    forecast_runs,
    forecasts,
    models,
    published,
    store_forecast_products,
    store_forecasts,
)

BATCH = 500
INSERT_ROWS = 10_000
POINTER = "forecasts"
OVER_ALL = (forecast_products, forecasts)
BY_STORE = (store_forecast_products, store_forecasts)


def start_run(
    connection: Connection,
    dag_run_id: str,
    model_id: int,
    snapshot_model_id: int,
    horizon: int,
    started_at: datetime,
) -> int:
    """The run of this Dag run: made the first time, kept when the task runs again.

    `snapshot_model_id` is the model whose snapshot is forecast: an older champion forecasts newer data.
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
    }
    added = connection.execute(insert(forecast_runs).values(dag_run_id=dag_run_id, **values))
    return added.inserted_primary_key[0]


def replace(
    connection: Connection,
    run_id: int,
    products: Sequence[dict],
    rows: Sequence[dict],
    tables: tuple[Table, Table] = OVER_ALL,
) -> None:
    """Write a shard's products and forecasts into a run, in place of what an earlier try wrote."""
    if not products:
        return
    reasons, numbers = tables
    ids = sorted({product["product_id"] for product in products})
    for start in range(0, len(ids), BATCH):
        for table in (numbers, reasons):
            batch = table.c.product_id.in_(ids[start : start + BATCH])
            connection.execute(delete(table).where(table.c.run_id == run_id, batch))
    connection.execute(insert(reasons), [{"run_id": run_id, **product} for product in products])
    for start in range(0, len(rows), INSERT_ROWS):
        batch = [{"run_id": run_id, **row} for row in rows[start : start + INSERT_ROWS]]
        connection.execute(insert(numbers), batch)


def count_products(connection: Connection, run_id: int) -> int:
    """How many products a run holds, each store that has one counted, too."""
    return sum(
        connection.execute(select(func.count()).where(table.c.run_id == run_id)).scalar_one()
        for table in (forecast_products, store_forecast_products)
    )


def publish(connection: Connection, run_id: int, published_at: datetime) -> None:
    """Turn the pointer to a run; one that is older than the published run is not published."""
    current = connection.execute(select(published.c.run_id).where(published.c.name == POINTER)).scalar()
    if current is None:
        connection.execute(insert(published).values(name=POINTER, run_id=run_id))
    elif current < run_id:
        connection.execute(update(published).where(published.c.name == POINTER).values(run_id=run_id))
    stamp = update(forecast_runs).where(forecast_runs.c.id == run_id, forecast_runs.c.published_at.is_(None))
    connection.execute(stamp.values(published_at=published_at))


def published_run(connection: Connection) -> RowMapping | None:
    """The run that readers see, with the as-of day, data version and frequency of what it forecasts."""
    query = (
        select(
            forecast_runs.c.id.label("run_id"),
            forecast_runs.c.model_id,
            forecast_runs.c.horizon,
            forecast_runs.c.published_at,
            models.c.as_of,
            models.c.data_version,
            models.c.frequency,
        )
        .select_from(published)
        .join(forecast_runs, forecast_runs.c.id == published.c.run_id)
        .join(
            models, models.c.id == func.coalesce(forecast_runs.c.snapshot_model_id, forecast_runs.c.model_id)
        )
        .where(published.c.name == POINTER)
    )
    return connection.execute(query).mappings().first()


def run_of_model(connection: Connection, model_id: int) -> RowMapping | None:
    """The newest run that forecasts from a model."""
    query = select(forecast_runs).where(forecast_runs.c.model_id == model_id)
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
