"""Models and their backtest metrics."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from foresail.warehouse.tables import metrics, models


def find(connection: Connection, dag_run_id: str) -> RowMapping | None:
    """The model that a run of foresail_train has started, if it has."""
    return connection.execute(select(models).where(models.c.dag_run_id == dag_run_id)).mappings().first()


def start(connection: Connection, dag_run_id: str, **values: Any) -> int:
    """Start the model of a run of foresail_train; what it was trained on never changes afterwards."""
    return connection.execute(insert(models).values(dag_run_id=dag_run_id, **values)).inserted_primary_key[0]


def register(connection: Connection, model_id: int, figures: Iterable[dict], **values: Any) -> None:
    """Complete a model: its artifact, and its metrics as rows of segment, method, name and value."""
    connection.execute(update(models).where(models.c.id == model_id).values(**values))
    connection.execute(delete(metrics).where(metrics.c.model_id == model_id))
    rows = [{"model_id": model_id, **figure} for figure in figures]
    if rows:
        connection.execute(insert(metrics), rows)


def get(connection: Connection, model_id: int) -> RowMapping:
    """One model."""
    return connection.execute(select(models).where(models.c.id == model_id)).mappings().one()


def latest(connection: Connection) -> RowMapping | None:
    """The newest model that is registered."""
    query = select(models).where(models.c.registered_at.is_not(None)).order_by(models.c.id.desc()).limit(1)
    return connection.execute(query).mappings().first()


def covering(connection: Connection, data_version: int) -> RowMapping | None:
    """The first model, registered or not yet, that was trained on the data of that version or a later one."""
    query = select(models).where(models.c.data_version >= data_version).order_by(models.c.id).limit(1)
    return connection.execute(query).mappings().first()


def read_metrics(connection: Connection, model_id: int) -> list[dict]:
    """The metrics of a model."""
    query = select(metrics).where(metrics.c.model_id == model_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def of_dag_run(connection: Connection, dag_run_id: str) -> RowMapping:
    """The model of a run of foresail_train."""
    return connection.execute(select(models).where(models.c.dag_run_id == dag_run_id)).mappings().one()
