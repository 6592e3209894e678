"""Sales: stores the lines of an upload so that any order and any repetition gives the same table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from foresail.naming import name_key
from foresail.warehouse import demand, locks, names, uploads
from foresail.warehouse.connecting import writing
from foresail.warehouse.tables import sales

BATCH = 500
INSERT_ROWS = 10_000


@dataclass(frozen=True)
class Stored:
    """What storing an upload did: lines that it holds now, and lines that newer uploads had replaced."""

    rows_stored: int
    rows_superseded: int


def store_upload(engine: Engine, upload_id: int, lines: pl.DataFrame) -> Stored:
    """Store the checked lines of an upload, in one transaction.

    A transaction that an earlier upload holds is replaced, one that a later upload holds is left, so the
    newest upload wins in whatever order they are stored. An upload that is stored already stays as it is.
    """
    with writing(engine) as connection:
        locks.hold(connection, "sales")
        upload = uploads.get(connection, upload_id)
        if upload["data_version"] is not None:
            return Stored(upload["rows_stored"], upload["rows_superseded"])
        lines = _identified(connection, upload_id, lines)
        kept, days = _make_room(connection, upload_id, lines)
        for rows in _batches(kept):
            connection.execute(insert(sales), rows)
        demand.recount(connection, days | set(kept["day"].unique()))
        stored = Stored(kept.height, lines.height - kept.height)
        uploads.mark_stored(connection, upload_id, stored.rows_stored, stored.rows_superseded)
    return stored


def _identified(connection: Connection, upload_id: int, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with ids for names, and with the key and line number that identify them."""
    product_names = lines["product"].unique().to_list()
    store_names = lines["store"].drop_nulls().unique().to_list()
    product_ids = names.identify_products(connection, product_names, upload_id)
    store_ids = names.identify_stores(connection, store_names)
    by_name = {name: product_ids[name_key(name)] for name in product_names}
    by_store = {name: store_ids[name_key(name)] for name in store_names}
    key = pl.when(pl.col("transaction_id").is_null()).then(pl.lit(f"u:{upload_id}"))
    lines = lines.with_columns(key.otherwise("t:" + pl.col("transaction_id")).alias("transaction_key"))
    return lines.select(
        "transaction_key",
        pl.int_range(1, pl.len() + 1).over("transaction_key").alias("line"),
        pl.lit(upload_id).alias("upload_id"),
        pl.col("date").alias("day"),
        pl.col("product").replace_strict(by_name, return_dtype=pl.Int64).alias("product_id"),
        pl.col("store").replace_strict(by_store, default=None, return_dtype=pl.Int64).alias("store_id"),
        "quantity",
        "unit_price",
        "producer",
    ).sort("transaction_key", "line")


def _make_room(connection: Connection, upload_id: int, lines: pl.DataFrame) -> tuple[pl.DataFrame, set[date]]:
    """Delete what the lines replace; returns the lines to insert and the days that lost something."""
    keys = lines["transaction_key"].unique(maintain_order=True).to_list()
    newer: set[str] = set()
    days: set[date] = set()
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        older: set[str] = set()
        held = select(sales.c.transaction_key, sales.c.upload_id, sales.c.day).distinct()
        for key, holder, day in connection.execute(held.where(sales.c.transaction_key.in_(batch))):
            if holder > upload_id:
                newer.add(key)
            else:
                older.add(key)
                days.add(day)
        if older:
            gone = delete(sales).where(sales.c.transaction_key == bindparam("gone"))
            connection.execute(gone, [{"gone": key} for key in sorted(older)])
    return lines.filter(~pl.col("transaction_key").is_in(list(newer))), days


def _batches(lines: pl.DataFrame) -> Iterator[list[dict]]:
    for part in lines.iter_slices(INSERT_ROWS):
        yield part.to_dicts()
