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
    forecast_summaries,
    forecast_totals,
    models,
    published,
    sales,
    superseded_sales,
    uploads,
)

COUNTS = {"rows_stored": sales, "rows_superseded": superseded_sales}
PARTS_OF_A_UNIT = 1e-6
NOTHING = (0.0,) * 7


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
        said = select(uploads.c.id, uploads.c[name]).where(~uploads.c.must_restore)
        for upload_id, count in connection.execute(said.order_by(uploads.c.id)).tuples():
            if held.get(upload_id, 0) != (count or 0):
                yield (
                    upload_id,
                    f"Upload {upload_id} says {name} is {count or 0:,}; table {table.name} holds "
                    f"{held.get(upload_id, 0):,} lines of it.",
                )


def find_wrongly_set_aside(connection: Connection) -> Iterator[tuple[int, str]]:
    """Uploads with lines set aside for an upload that does not count itself: number, what is wrong."""
    held, other = superseded_sales.c, uploads.c
    named = set(connection.execute(select(held.superseded_by).distinct()).scalars())
    is_stored = other.data_version.is_not(None) & other.withdrawn_at.is_(None)
    counting = set(connection.execute(select(other.id).where(is_stored | other.must_restore)).scalars())
    query = (
        select(held.upload_id, held.superseded_by, func.count())
        .join(uploads, other.id == held.upload_id)
        .where(held.superseded_by.in_(named - counting), ~other.must_restore)
        .group_by(held.upload_id, held.superseded_by)
        .order_by(held.upload_id, held.superseded_by)
    )
    for upload_id, by, count in connection.execute(query).tuples() if named - counting else ():
        yield (
            upload_id,
            f"Table superseded_sales holds {count:,} lines of upload {upload_id} that upload {by} is to "
            "stand in for, which does not count.",
        )


def find_wrong_demand(connection: Connection, besides_restored: bool = False) -> Iterator[tuple[date, str]]:
    """Days whose demand does not add up to their sales, over all products or for some: day, what is wrong.

    With `besides_restored` without the days of uploads that are to be stored anew: storing them counts these,
    and until then their demand may be right where their lines are not.
    """
    awaited = _read_restored(connection) if besides_restored else []
    is_sold = sales.c.quantity > 0
    lines = _sum_days(
        connection,
        sales,
        case((is_sold, sales.c.quantity), else_=0.0),
        case((sales.c.quantity < 0, -sales.c.quantity), else_=0.0),
        case((is_sold, 1), else_=0),
    )
    counted = daily_demand.c
    demand = _sum_days(connection, daily_demand, counted.quantity, counted.returned, counted.sale_lines)
    for day in sorted({*lines, *demand}):
        expected, found = lines.get(day, NOTHING), demand.get(day, NOTHING)
        if all(map(_is_close, expected, found)) or any(first <= day <= last for first, last in awaited):
            continue
        yield (
            day,
            f"On {day} sales add up to {expected[0]:,.2f} units sold in {expected[2]:,.0f} lines and "
            f"{expected[1]:,.2f} returned; daily demand to {found[0]:,.2f} in {found[2]:,.0f} and "
            f"{found[1]:,.2f}, or it is of other products or stores.",
        )


def _read_restored(connection: Connection) -> list[tuple[date, date]]:
    """The first and the last day of each upload that is to be stored anew, or removed."""
    held = uploads.c
    query = select(held.first_day, held.last_day).where(held.must_restore, held.first_day.is_not(None))
    return list(connection.execute(query).tuples())


def _sum_days(
    connection: Connection,
    table: Table,
    sold: ColumnElement[float],
    back: ColumnElement[float],
    lines: ColumnElement[int],
) -> dict[date, tuple[float, ...]]:
    """Units sold and returned of each day, lines sold, and the units by the product's and the store's number.

    MySQL would go through the index of days and look each row up: a million lines took 38 s so, and 2 to 4 s
    as they lie in the table.
    """
    weights = table.c.product_id, func.coalesce(table.c.store_id, 0)
    weighted = (units * weight for weight in weights for units in (sold, back))
    sums = [func.sum(each) for each in (sold, back, lines, *weighted)]
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
    if series:
        yield from _find_wrong_summaries(connection, run.id, series)


def _find_wrong_summaries(connection: Connection, run_id: int, series: int) -> Iterator[str]:
    """Whether pages show each series of a run, and its totals; runs from before there were any lack them."""
    held = forecast_summaries.c
    query = select(func.count(), func.count(held.recent)).where(held.run_id == run_id)
    shown, recent = connection.execute(query).one()
    if shown != series:
        yield f"The published run {run_id} holds {series:,} series and {shown:,} summaries of them."
    totals = select(forecast_totals.c.day).where(forecast_totals.c.run_id == run_id).limit(1)
    if recent and connection.execute(totals).first() is None:
        yield f"The published run {run_id} holds {series:,} series and no totals."
