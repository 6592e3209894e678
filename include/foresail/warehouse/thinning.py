"""What forecast runs, models, mails and measurements are old, and deleting them a little at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, select, update

from foresail.warehouse.tables import (
    deliveries,
    event_deliveries,
    events,
    forecast_runs,
    forecast_series,
    forecast_summaries,
    forecast_totals,
    models,
    promotions,
    published,
    task_work,
    uploads,
)

SERIES_AT_ONCE = 2_000


@dataclass(frozen=True)
class OldRun:
    """A forecast run whose series are there."""

    id: int
    as_of_model: int
    model_id: int
    started_at: datetime
    thinned_at: datetime | None


def list_runs(connection: Connection) -> list[OldRun]:
    """The runs that hold series, by number."""
    held = forecast_runs.c
    snapshot = func.coalesce(held.snapshot_model_id, held.model_id)
    has_series = exists().where(forecast_series.c.run_id == held.id)
    query = select(held.id, snapshot, held.model_id, held.started_at, held.thinned_at).where(has_series)
    return [OldRun(*row) for row in connection.execute(query.order_by(held.id))]


def published_run(connection: Connection) -> int | None:
    """The number of the run that readers see."""
    return connection.execute(select(published.c.run_id)).scalar()


def mark_run(connection: Connection, run_id: int, thinned_at: datetime) -> bool:
    """Say that a run is thinned, unless it is published by now; returns whether it is thinned."""
    free = ~exists().where(published.c.run_id == run_id)
    connection.execute(
        update(forecast_runs)
        .where(forecast_runs.c.id == run_id, forecast_runs.c.thinned_at.is_(None), free)
        .values(thinned_at=thinned_at)
    )
    marked = select(forecast_runs.c.thinned_at).where(forecast_runs.c.id == run_id)
    return connection.execute(marked).scalar() is not None


def delete_series(connection: Connection, run_id: int) -> int:
    """Delete some series of a run that is thinned, with their sums; returns how many, 0 once none is left."""
    of_run = forecast_series.c.run_id == run_id
    some = select(forecast_series.c.product_id).where(of_run).order_by(forecast_series.c.product_id)
    found = list(connection.execute(some.limit(SERIES_AT_ONCE)).scalars())
    if found:
        for table in (forecast_series, forecast_summaries):
            within = table.c.product_id.between(found[0], found[-1])
            connection.execute(delete(table).where(table.c.run_id == run_id, within))
        connection.execute(delete(forecast_totals).where(forecast_totals.c.run_id == run_id))
    return len(found)


def champions(connection: Connection) -> list[int]:
    """The champion and the model that was champion before it."""
    query = select(promotions.c.model_id).order_by(promotions.c.id.desc())
    return list(dict.fromkeys(connection.execute(query).scalars()))[:2]


@dataclass(frozen=True)
class OldModel:
    """A model, with what it lies under in the storage."""

    id: int
    dag_run_id: str
    snapshot_key: str
    data_version: int
    started_at: datetime
    registered_at: datetime | None
    thinned_at: datetime | None


def list_models(connection: Connection) -> list[OldModel]:
    """Every model, by number."""
    names = OldModel.__dataclass_fields__
    query = select(*(models.c[name] for name in names)).order_by(models.c.id)
    return [OldModel(*row) for row in connection.execute(query)]


def mark_model(connection: Connection, model_id: int, thinned_at: datetime) -> bool:
    """Say that a model is thinned, unless it is among the champions by now; returns whether it is thinned."""
    connection.execute(select(models.c.id).where(models.c.id == model_id).with_for_update())
    if model_id in champions(connection):
        return False
    unmarked = update(models).where(models.c.id == model_id, models.c.thinned_at.is_(None))
    connection.execute(unmarked.values(thinned_at=thinned_at))
    return True


def list_settled_contents(connection: Connection) -> set[str]:
    """The checksums of the uploads that are stored, or withdrawn, and so need no lines of their check."""
    settled = (uploads.c.data_version.is_not(None) & ~uploads.c.must_restore) | uploads.c.withdrawn_at.is_not(
        None
    )
    return set(connection.execute(select(uploads.c.sha256).where(settled)).scalars())


def list_contents(connection: Connection) -> set[str]:
    """The checksums of every accepted upload."""
    return set(connection.execute(select(uploads.c.sha256)).scalars())


def forget_deliveries(connection: Connection, run_id: int) -> None:
    """Forget who got the digest of a run."""
    connection.execute(delete(deliveries).where(deliveries.c.run_id == run_id))


def count_work(connection: Connection, before_s: float) -> int:
    """How many measurements of tasks ended before a time (seconds since 1970)."""
    query = select(func.count()).select_from(task_work).where(task_work.c.ended_s < before_s)
    return connection.execute(query).scalar_one()


def delete_work(connection: Connection, before_s: float) -> None:
    """Delete the measurements of tasks that ended before a time (seconds since 1970)."""
    connection.execute(delete(task_work).where(task_work.c.ended_s < before_s))


def run_starts(connection: Connection, run_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these runs was started."""
    query = select(forecast_runs.c.id, forecast_runs.c.started_at).where(forecast_runs.c.id.in_(run_ids))
    return dict(connection.execute(query).tuples().all())


def old_events(connection: Connection, before: datetime) -> list[int]:
    """The events that happened before a time, oldest first."""
    query = select(events.c.id).where(events.c.happened_at < before).order_by(events.c.id)
    return list(connection.execute(query).scalars())


def delete_event(connection: Connection, event_id: int) -> None:
    """Delete an event and who was told of it."""
    connection.execute(delete(event_deliveries).where(event_deliveries.c.event_id == event_id))
    connection.execute(delete(events).where(events.c.id == event_id))
