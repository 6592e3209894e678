"""Counts and pointers that must agree, each where it does not."""

from collections.abc import Iterator
from datetime import date, datetime
from math import isclose

from sqlalchemy import ColumnElement, Connection, Table, case, func, select

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
NOTHING = (0.0, 0.0, 0.0, 0.0)


def list_uploads(connection: Connection) -> list[tuple[int, str, int, datetime]]:
    """Every upload that was not erased: number, checksum, size in bytes, when it came."""
    held = uploads.c
    query = select(held.id, held.sha256, held.size_bytes, held.uploaded_at).where(held.erased_at.is_(None))
    return list(connection.execute(query.order_by(held.id)).tuples())


def list_artifacts(connection: Connection) -> list[tuple[int, str, str | None, str, datetime]]:
    """The registered models that are not thinned: number, key and checksum, snapshot's key, when."""
    held = models.c
    query = select(held.id, held.artifact_key, held.artifact_sha256, held.snapshot_key, held.registered_at)
    kept = query.where(held.registered_at.is_not(None), held.thinned_at.is_(None))
    return list(connection.execute(kept.order_by(held.id)).tuples())


def find_wrong_counts(connection: Connection) -> Iterator[tuple[int, str]]:
    """Uploads of which another number of lines is held than they say: number, what is wrong."""
    for name, table in COUNTS.items():
        query = select(table.c.upload_id, func.count()).group_by(table.c.upload_id)
        held: dict[int, int] = dict(connection.execute(query).tuples().all())
        said = select(uploads.c.id, uploads.c[name]).where(
            uploads.c.data_version.is_not(None), ~uploads.c.must_restore
        )
        for upload_id, count in connection.execute(said.order_by(uploads.c.id)).tuples():
            if held.get(upload_id, 0) != (count or 0):
                yield (
                    upload_id,
                    f"Upload {upload_id} says {name} is {count or 0:,}; table {table.name} holds "
                    f"{held.get(upload_id, 0):,} lines of it.",
                )


def find_wrong_demand(connection: Connection, besides_restored: bool = False) -> Iterator[tuple[date, str]]:
    """Days whose demand does not add up to their sales, over all products or for some: day, what is wrong.

    With `besides_restored` without the days of uploads that are to be stored anew: storing them counts these,
    and until then their demand may be right where their lines are not.
    """
    awaited = _read_restored(connection) if besides_restored else []
    sold = case((sales.c.quantity > 0, sales.c.quantity), else_=0.0)
    back = case((sales.c.quantity < 0, -sales.c.quantity), else_=0.0)
    lines = _sum_days(connection, sales, sold, back)
    demand = _sum_days(connection, daily_demand, daily_demand.c.quantity, daily_demand.c.returned)
    for day in sorted({*lines, *demand}):
        expected, found = lines.get(day, NOTHING), demand.get(day, NOTHING)
        if all(map(_is_close, expected, found)) or any(first <= day <= last for first, last in awaited):
            continue
        yield (
            day,
            f"On {day} sales add up to {expected[0]:,.2f} units sold and {expected[1]:,.2f} returned; daily "
            f"demand to {found[0]:,.2f} and {found[1]:,.2f}, or it is of other products.",
        )


def _read_restored(connection: Connection) -> list[tuple[date, date]]:
    """The first and the last day of each upload that is to be stored anew, or removed."""
    held = uploads.c
    query = select(held.first_day, held.last_day).where(held.must_restore, held.first_day.is_not(None))
    return list(connection.execute(query).tuples())


def _sum_days(
    connection: Connection, table: Table, sold: ColumnElement[float], back: ColumnElement[float]
) -> dict[date, tuple[float, ...]]:
    """Units sold and returned of each day, and both weighted by the product's number.

    MySQL would go through the index of days and look each row up: a million lines took 38 s so, and 1 s as
    they lie in the table.
    """
    product = table.c.product_id
    sums = [func.sum(units) for units in (sold, back, sold * product, back * product)]
    query = select(table.c.day, *sums).group_by(table.c.day)
    query = query.with_hint(table, f"IGNORE INDEX (ix_{table.name}_day)", "mysql")
    return {day: tuple(map(float, totals)) for day, *totals in connection.execute(query)}


def _is_close(expected: float, found: float) -> bool:
    return isclose(expected, found, rel_tol=1e-9, abs_tol=PARTS_OF_A_UNIT)


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
