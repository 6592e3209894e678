"""Models and their backtest metrics."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from foresail.errors import ModelThinned, UnknownModel
from foresail.paging import Page
from foresail.warehouse.inserting import insert_numbered
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import metrics, models
from foresail.warehouse.uploads import ID_MAX

ALL = "all"
"""The segment of every series."""
CHOSEN, BASELINE = "chosen", "seasonal_naive"
"""What is published, and what it is measured against, among the methods of a backtest."""


@dataclass(frozen=True)
class ModelRecord:
    """A model as it is stored: what it was trained on, and, once registered, its artifact and verdict."""

    id: int
    dag_run_id: str
    data_version: int
    as_of: date
    snapshot_key: str
    started_at: datetime
    registered_at: datetime | None
    artifact_key: str | None
    artifact_sha256: str | None
    series: int | None
    frequency: str
    verdict: str | None
    verdict_reason: str | None
    gaps: str | None
    method_labels: str | None
    thinned_at: datetime | None

    def read_gaps(self) -> dict[str, Any] | None:
        """What steps without a sale were taken for; null in models from before it was counted."""
        return json.loads(self.gaps) if self.gaps else None

    def read_labels(self) -> dict[str, str]:
        """What people call its methods, by code name; empty in models from before they had labels."""
        return json.loads(self.method_labels) if self.method_labels else {}


@dataclass(frozen=True)
class Headline:
    """The WAPE of a model's backtest over every series, and that of seasonal naive."""

    wape: float | None = None
    wape_seasonal_naive: float | None = None


def _record(row: RowMapping | None) -> ModelRecord | None:
    return ModelRecord(**row) if row else None


def find(connection: Connection, dag_run_id: str) -> ModelRecord | None:
    """The model that a run of foresail_train has started, if it has."""
    query = select(models).where(models.c.dag_run_id == dag_run_id)
    return _record(connection.execute(query).mappings().first())


def start(connection: Connection, dag_run_id: str, **values: Any) -> int:
    """Start the model of a run of foresail_train; what it was trained on never changes afterwards."""
    return insert_numbered(connection, models, dag_run_id=dag_run_id, **values)


def register(
    connection: Connection, model_id: int, figures: Iterable[Mapping[str, Any]], **values: Any
) -> None:
    """Complete a model: its artifact, and its metrics as rows of segment, method, name and value."""
    connection.execute(update(models).where(models.c.id == model_id).values(**values))
    connection.execute(delete(metrics).where(metrics.c.model_id == model_id))
    rows = [{"model_id": model_id, **figure} for figure in figures]
    if rows:
        connection.execute(insert(metrics), rows)


def get(connection: Connection, model_id: int) -> ModelRecord:
    """One model."""
    query = select(models).where(models.c.id == model_id)
    return ModelRecord(**connection.execute(query).mappings().one())


def _is_numbered(model_id: int) -> ColumnElement[bool]:
    """Whether a model has this number; none has one that a database could not even compare."""
    return models.c.id == (model_id if 0 < model_id <= ID_MAX else 0)


def get_registered(connection: Connection, model_id: int) -> ModelRecord:
    """A registered model; raises UnknownModel."""
    query = select(models).where(_is_numbered(model_id), models.c.registered_at.is_not(None))
    found = _record(connection.execute(query).mappings().first())
    if found is None:
        raise UnknownModel(f"There is no model {model_id}.", "GET /models lists the models.")
    return found


def get_complete(connection: Connection, model_id: int) -> ModelRecord:
    """A registered model that has its artifact yet, held until the transaction ends.

    Raises UnknownModel, or ModelThinned.
    """
    connection.execute(select(models.c.id).where(_is_numbered(model_id)).with_for_update())
    found = get_registered(connection, model_id)
    if found.thinned_at is not None:
        raise ModelThinned(
            f"The artifact of model {model_id} was deleted on {found.thinned_at:%d %B %Y}: it is older than "
            "FORESAIL_KEEP_MODELS_DAYS.",
            "Promote a newer model, or run foresail_train.",
        )
    return found


def list_registered(connection: Connection, page: Page) -> tuple[int, list[ModelRecord]]:
    """The registered models, newest first: how many there are, and one page."""
    query = select(models).where(models.c.registered_at.is_not(None))
    fields = {"as_of": models.c.as_of, "model_id": models.c.id}
    total, rows = fetch(connection, query, page, fields, "-model_id")
    return total, [ModelRecord(**row) for row in rows]


def latest(connection: Connection) -> ModelRecord | None:
    """The newest model that is registered."""
    query = select(models).where(models.c.registered_at.is_not(None)).order_by(models.c.id.desc()).limit(1)
    return _record(connection.execute(query).mappings().first())


def covering(connection: Connection, data_version: int) -> ModelRecord | None:
    """The first model, registered or not yet, that was trained on the data of that version or a later one."""
    query = select(models).where(models.c.data_version >= data_version).order_by(models.c.id).limit(1)
    return _record(connection.execute(query).mappings().first())


def of_dag_run(connection: Connection, dag_run_id: str) -> ModelRecord:
    """The model of a run of foresail_train."""
    query = select(models).where(models.c.dag_run_id == dag_run_id)
    return ModelRecord(**connection.execute(query).mappings().one())


def read_metrics(connection: Connection, model_id: int) -> list[dict[str, Any]]:
    """The metrics of a model: rows of segment, method, name and value."""
    query = select(metrics).where(metrics.c.model_id == model_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def read_chosen(connection: Connection, model_id: int) -> dict[str, float]:
    """The metrics of what was chosen, over every series, by name."""
    query = select(metrics.c.name, metrics.c.value).where(
        metrics.c.model_id == model_id, metrics.c.segment == ALL, metrics.c.method == CHOSEN
    )
    return dict(connection.execute(query).tuples().all())


def read_headlines(connection: Connection, model_ids: Sequence[int]) -> dict[int, Headline]:
    """The headline of each of these models."""
    query = select(metrics).where(
        metrics.c.model_id.in_(model_ids),
        metrics.c.segment == ALL,
        metrics.c.method.in_((CHOSEN, BASELINE)),
        metrics.c.name == "wape",
    )
    found = {(row["model_id"], row["method"]): row["value"] for row in connection.execute(query).mappings()}
    return {each: Headline(found.get((each, CHOSEN)), found.get((each, BASELINE))) for each in model_ids}
