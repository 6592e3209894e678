"""Which upload stands in for a line: asked of what is stored, whatever the order it was stored in.

A line counts unless a newer upload holds its transaction or covers it, or its own upload takes only new days
and an older one has sales on that day. So the sales follow from the uploads alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, null, select, true, union

from foresail.warehouse.coverage import KEYS, NO_STORE, ROWS, covered, same_days
from foresail.warehouse.modes import Coverage, Covers, Mode
from foresail.warehouse.tables import emptied_transactions, sales, superseded_sales, uploads

BATCH = 500
READ_AT_ONCE = 50_000
Condition = ColumnElement[bool]
HELD = (sales, superseded_sales)


def read_coverages(connection: Connection, without: int) -> list[Coverage]:
    """What each stored upload is the truth for, the newest first, but for one of them."""
    query = (
        select(
            uploads.c.id,
            uploads.c.mode,
            uploads.c.covers,
            uploads.c.first_day,
            uploads.c.last_day,
            uploads.c.period,
            uploads.c.is_mixed,
        )
        .where(
            uploads.c.data_version.is_not(None),
            uploads.c.first_day.is_not(None),
            uploads.c.id != without,
        )
        .order_by(uploads.c.id.desc())
    )
    return [
        Coverage(
            row.id,
            Mode(row.mode) if row.mode else None,
            Covers(row.covers) if row.covers else None,
            row.first_day,
            row.last_day,
            row.period or "day",
            row.is_mixed,
        )
        for row in connection.execute(query)
    ]


def find_superseding(
    connection: Connection, rows: pl.DataFrame, others: Sequence[Coverage], new_days: frozenset[int]
) -> pl.Series:
    """For each row (ROWS), an upload among others that stands in for it, or null.

    `new_days` are the uploads that take only new days.
    """
    if rows.is_empty() or not others:
        return pl.repeat(None, rows.height, dtype=pl.Int64, eager=True)
    by = _by_transaction(connection, rows, {other.upload_id for other in others})
    first, last = rows["day"].min(), rows["day"].max()
    for other in others:
        if not other.overlaps(first, last):  # type: ignore[arg-type]  # days, as rows are not empty
            continue
        older = rows["upload_id"] < other.upload_id
        if other.replaces and (open_rows := older & by.is_null()).any():
            mask = open_rows & covered(other, read_keys(connection, other), rows)
            by = by.zip_with(~mask, _everywhere(other.upload_id, rows.height))
        newer = rows["upload_id"] > other.upload_id
        waits = rows["upload_id"].is_in(sorted(new_days)) & newer & by.is_null()
        if waits.any():
            mask = waits & same_days(read_days(connection, other), rows)
            by = by.zip_with(~mask, _everywhere(other.upload_id, rows.height))
    return by


def _everywhere(upload_id: int, height: int) -> pl.Series:
    return pl.repeat(upload_id, height, dtype=pl.Int64, eager=True)


def _by_transaction(connection: Connection, rows: pl.DataFrame, others: set[int]) -> pl.Series:
    """The newest upload that holds each row's transaction, where that is newer than the row's own."""
    keys = rows["transaction_key"].unique().to_list()
    holders = read_holders(connection, [key for key in keys if key.startswith("t:")])
    newest = (
        holders.filter(pl.col("upload_id").is_in(sorted(others)))
        .group_by("transaction_key")
        .agg(pl.col("upload_id").max().alias("newest"))
    )
    joined = rows.select("transaction_key", "upload_id").join(
        newest, on="transaction_key", how="left", maintain_order="left"
    )
    is_newer = pl.col("newest") > pl.col("upload_id")
    return joined.select(pl.when(is_newer).then("newest").cast(pl.Int64).alias("by"))["by"]


def read_holders(connection: Connection, keys: Sequence[str]) -> pl.DataFrame:
    """Which uploads hold each transaction, counted or not: transaction_key, upload_id."""
    ordered = sorted(keys)
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        parts = [
            select(table.c.transaction_key, table.c.upload_id).where(table.c.transaction_key.in_(batch))
            for table in (*HELD, emptied_transactions)
        ]
        found += map(tuple, connection.execute(union(*parts)))
    schema = {"transaction_key": pl.String, "upload_id": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def read_keys(connection: Connection, coverage: Coverage) -> pl.DataFrame:
    """The keys (KEYS) that an upload covers, null in the columns that its coverage does not ask for."""
    names = ["store_id"]
    if coverage.covers is not Covers.PERIOD:
        names.append("product_id")
    if coverage.covers is Covers.ROWS:
        names.append("day")
    own = f"u:{coverage.upload_id}" if coverage.is_mixed else None
    return _read_own(connection, coverage.upload_id, names, own)


def read_days(connection: Connection, coverage: Coverage) -> pl.DataFrame:
    """The stores and days (KEYS, no products) on which an upload has sales."""
    return _read_own(connection, coverage.upload_id, ["store_id", "day"])


def _read_own(
    connection: Connection, upload_id: int, names: Iterable[str], transaction_key: str | None = None
) -> pl.DataFrame:
    wanted = set(names)
    parts = [
        select(*(_key(table, name) if name in wanted else null().label(name) for name in KEYS)).where(
            table.c.upload_id == upload_id,
            true() if transaction_key is None else table.c.transaction_key == transaction_key,
        )
        for table in HELD
    ]
    rows = [tuple(row) for row in connection.execute(union(*parts))]
    return pl.DataFrame(rows, schema=KEYS, orient="row")


def _key(table: Table, name: str) -> ColumnElement[Any]:
    return func.coalesce(table.c.store_id, NO_STORE).label(name) if name == "store_id" else table.c[name]


def read_rows(
    connection: Connection, table: Table, *conditions: Condition, with_quantity: bool = False
) -> pl.DataFrame:
    """The lines (ROWS) of a table of sales for which the conditions hold, their quantity last if wanted."""
    query: Select[Any] = select(
        table.c.upload_id,
        table.c.transaction_key,
        table.c.line,
        func.coalesce(table.c.store_id, literal(NO_STORE)),
        table.c.product_id,
        table.c.day,
        *([table.c.quantity] if with_quantity else ()),
    ).where(*conditions)
    schema = ROWS | ({"quantity": pl.Float64} if with_quantity else {})
    parts = connection.execute(query).partitions(READ_AT_ONCE)
    frames = [pl.DataFrame([tuple(row) for row in part], schema=schema, orient="row") for part in parts]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def read_rows_of_transactions(connection: Connection, keys: Sequence[str]) -> pl.DataFrame:
    """The counted lines (ROWS) of transactions."""
    ordered = sorted(keys)
    parts = [pl.DataFrame(schema=ROWS)]
    for start in range(0, len(ordered), BATCH):
        parts.append(
            read_rows(connection, sales, sales.c.transaction_key.in_(ordered[start : start + BATCH]))
        )
    return pl.concat(parts)
