"""Sales: stores the lines of an upload so that any order and any repetition gives the same table."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, Engine, bindparam, delete, func, select

from foresail.naming import name_key
from foresail.warehouse import aliases, demand, locks, names, uploads
from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.connecting import writing
from foresail.warehouse.sales_counts import count_rows
from foresail.warehouse.tables import sales

BATCH = 500


@dataclass(frozen=True)
class Stored:
    """What storing an upload did: lines that it holds now, and lines that newer uploads had replaced."""

    rows_stored: int
    rows_superseded: int


def store_upload(engine: Engine, upload_id: int, lines: pl.DataFrame) -> Stored:
    """Store the checked lines of an upload, in one transaction, with aliases replaced by their products.

    A transaction that an earlier upload holds is replaced, one that a later upload holds is left, so the
    newest upload wins in whatever order they are stored. An upload that is stored already stays as it is,
    unless an answer that it went by was taken back.
    """
    with writing(engine) as connection:
        locks.hold(connection, "sales")
        upload = uploads.get(connection, upload_id)
        if upload.is_stored:
            return Stored(upload.rows_stored or 0, upload.rows_superseded or 0)
        before = count_rows(connection)
        days, removed = _take_out(connection, upload_id) if upload.must_restore else (set(), 0)
        # A transaction is the newest upload's even where an answer drops its lines.
        keyed = _keyed(upload_id, lines)
        newer, days_replaced, replaced = _make_room(connection, upload_id, keyed["transaction_key"])
        lines = _identified(connection, upload_id, _renamed(connection, upload_id, keyed))
        kept = lines.filter(~pl.col("transaction_key").is_in(list(newer)))
        insert_frame(connection, sales, kept)
        demand.recount(connection, days | days_replaced | set(kept["day"].unique()))
        stored = Stored(kept.height, lines.height - kept.height)
        uploads.mark_stored(
            connection,
            upload_id,
            rows_stored=stored.rows_stored,
            rows_superseded=stored.rows_superseded,
            sales_rows=before - removed - replaced + kept.height,
        )
    return stored


def _take_out(connection: Connection, upload_id: int) -> tuple[set[date], int]:
    """Delete what the upload holds; returns its days, and how many lines it held."""
    held = select(sales.c.day, func.count()).where(sales.c.upload_id == upload_id).group_by(sales.c.day)
    lines: dict[date, int] = dict(connection.execute(held).tuples().all())
    connection.execute(delete(sales).where(sales.c.upload_id == upload_id))
    return set(lines), sum(lines.values())


def _renamed(connection: Connection, upload_id: int, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with their aliases followed, those of dropped products left out."""
    resolved = aliases.resolve(connection, lines["product"].unique().to_list())
    aliases.record_uses(
        connection, upload_id, (used for _, followed in resolved.values() for used in followed)
    )
    if not resolved:
        return lines
    dropped = [name for name, (target, _) in resolved.items() if target is None]
    renamed = {name: target for name, (target, _) in resolved.items() if target is not None}
    lines = lines.filter(~pl.col("product").is_in(dropped))
    return lines.with_columns(pl.col("product").replace(renamed))


def _keyed(upload_id: int, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with the key of their transaction."""
    key = pl.when(pl.col("transaction_id").is_null()).then(pl.lit(f"u:{upload_id}"))
    return lines.with_columns(key.otherwise("t:" + pl.col("transaction_id")).alias("transaction_key"))


def _identified(connection: Connection, upload_id: int, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with ids for names, and with the key and line number that identify them."""
    product_names = lines["product"].unique().to_list()
    store_names = lines["store"].drop_nulls().unique().to_list()
    product_ids = names.identify_products(connection, product_names, upload_id)
    store_ids = names.identify_stores(connection, store_names)
    by_name = {name: product_ids[name_key(name)] for name in product_names}
    by_store = {name: store_ids[name_key(name)] for name in store_names}
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


def _make_room(connection: Connection, upload_id: int, keys: pl.Series) -> tuple[set[str], set[date], int]:
    """Delete what the transactions replace.

    Returns those that newer uploads hold, the days touched, and how many lines were deleted.
    """
    ordered = keys.unique(maintain_order=True).to_list()
    newer: set[str] = set()
    days: set[date] = set()
    deleted = 0
    columns = (sales.c.transaction_key, sales.c.upload_id, sales.c.day)
    held = select(*columns, func.count()).group_by(*columns)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        older: set[str] = set()
        for key, holder, day, lines in connection.execute(held.where(sales.c.transaction_key.in_(batch))):
            if holder > upload_id:
                newer.add(key)
            else:
                older.add(key)
                days.add(day)
                deleted += lines
        if older:
            gone = delete(sales).where(sales.c.transaction_key == bindparam("gone"))
            connection.execute(gone, [{"gone": key} for key in sorted(older)])
    return newer, days, deleted
