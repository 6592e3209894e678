"""Counts and pointers that must agree, each where it does not."""

from collections.abc import Iterator
from datetime import datetime
from math import isclose

from sqlalchemy import Connection, case, func, select

from foresail.warehouse.packing import STEP_BYTES
from foresail.warehouse.tables import (
    daily_demand,
    forecast_runs,
    forecast_series,
    models,
    published,
    sales,
    superseded_sales,
    uploads,
)

COUNTS = {"rows_stored": sales, "rows_superseded": superseded_sales}
PARTS_OF_A_UNIT = 1e-6


def list_uploads(connection: Connection) -> list[tuple[int, str, int, datetime]]:
    """Every accepted upload: number, checksum, size in bytes, when it came."""
    held = uploads.c
    query = select(held.id, held.sha256, held.size_bytes, held.uploaded_at).order_by(held.id)
    return list(connection.execute(query).tuples())


def list_artifacts(connection: Connection) -> list[tuple[int, str, str | None, str, datetime]]:
    """The registered models that are not thinned: number, key and checksum, snapshot's key, when."""
    held = models.c
    query = select(held.id, held.artifact_key, held.artifact_sha256, held.snapshot_key, held.registered_at)
    kept = query.where(held.registered_at.is_not(None), held.thinned_at.is_(None))
    return list(connection.execute(kept.order_by(held.id)).tuples())


def find_wrong_counts(connection: Connection) -> Iterator[str]:
    """Uploads of which another number of lines is held than they say."""
    for name, table in COUNTS.items():
        query = select(table.c.upload_id, func.count()).group_by(table.c.upload_id)
        held: dict[int, int] = dict(connection.execute(query).tuples().all())
        said = select(uploads.c.id, uploads.c[name]).where(
            uploads.c.data_version.is_not(None), ~uploads.c.must_restore
        )
        for upload_id, count in connection.execute(said.order_by(uploads.c.id)).tuples():
            if held.get(upload_id, 0) != (count or 0):
                yield (
                    f"Upload {upload_id} says {name} is {count or 0:,}; table {table.name} holds "
                    f"{held.get(upload_id, 0):,} lines of it."
                )


def find_wrong_demand(connection: Connection) -> Iterator[str]:
    """Whether daily demand adds up to the sales."""
    sold = func.coalesce(func.sum(case((sales.c.quantity > 0, sales.c.quantity), else_=0.0)), 0.0)
    back = func.coalesce(func.sum(case((sales.c.quantity < 0, -sales.c.quantity), else_=0.0)), 0.0)
    lines = connection.execute(select(sold, back)).one()
    totals = [func.coalesce(func.sum(daily_demand.c[name]), 0.0) for name in ("quantity", "returned")]
    demand = connection.execute(select(*totals)).one()
    for word, expected, found in zip(("sold", "returned"), lines, demand, strict=True):
        if not isclose(expected, found, rel_tol=1e-9, abs_tol=PARTS_OF_A_UNIT):
            yield f"Sales add up to {expected:,.2f} units {word}; daily demand to {found:,.2f}."


def find_wrong_pointer(connection: Connection) -> Iterator[str]:
    """Whether the published run is complete."""
    query = select(forecast_runs.c.id, forecast_runs.c.horizon, forecast_runs.c.published_at)
    run = connection.execute(query.join(published, published.c.run_id == forecast_runs.c.id)).first()
    if run is None:
        return
    if run.published_at is None:
        yield f"Forecast run {run.id} is published, but was never said to be complete."
    is_short = func.length(forecast_series.c.steps) != run.horizon * STEP_BYTES
    series, short = connection.execute(
        select(func.count(), func.sum(case((is_short, 1), else_=0))).where(forecast_series.c.run_id == run.id)
    ).one()
    if series == 0:
        yield f"Forecast run {run.id} is published and holds no series."
    if short:
        yield f"{short:,} of {series:,} series of the published run {run.id} have not {run.horizon} steps."
