"""Sales: stores and withdraws uploads; the same uploads give the same table, in whatever order it is done."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date

import polars as pl
from sqlalchemy import Connection, Engine, delete, insert

from foresail.naming import name_key
from foresail.warehouse import (
    aliases,
    demand,
    locks,
    moving,
    names,
    products,
    storing_attributes,
    superseding,
    uploads,
)
from foresail.warehouse.bulk import insert_frame
from foresail.warehouse.connecting import writing
from foresail.warehouse.coverage import NO_STORE, ROWS, covered, propose_covers, same_days
from foresail.warehouse.left_out import leave_out
from foresail.warehouse.modes import Coverage, Mode
from foresail.warehouse.tables import emptied_transactions, sales, superseded_sales
from foresail.warehouse.uploads import Upload

NOTHING_SAID = pl.DataFrame(schema={"product": pl.String, "name": pl.String, "value": pl.String})
DETAILS = ("customer", "channel", "line_id", "stock")


@dataclass(frozen=True)
class Stored:
    """What storing did: lines that count now, those that others stand in for, those of others replaced."""

    rows_stored: int
    rows_superseded: int
    rows_replaced: int


def store_upload(
    engine: Engine,
    upload_id: int,
    lines: pl.DataFrame,
    period: str = "day",
    said: pl.DataFrame = NOTHING_SAID,
) -> Stored:
    """Store the checked lines of an upload, in one transaction, with aliases replaced by their products.

    `period` is what a line stands for, `said` what the upload says of products: product, name, value.
    What the upload is the truth for (`coverage`) is decided the first
    time. An upload that is stored already stays as it is, unless it is to be stored anew.
    """
    with writing(engine) as connection:
        locks.hold(connection, "sales")
        upload = uploads.get(connection, upload_id)
        if upload.is_settled or upload.is_withdrawn:
            return Stored(upload.rows_stored or 0, upload.rows_superseded or 0, upload.rows_replaced or 0)
        days = _take_out(connection, upload_id) if upload.must_restore else set[date]()
        keyed = _keyed(upload_id, lines)
        counted = _renamed(connection, upload_id, leave_out(connection, keyed))
        held = _identified(connection, upload_id, counted)
        _keep_emptied(connection, upload_id, keyed, held)
        _store_said(connection, upload_id, said)
        coverage = _decide(connection, upload, keyed, held, period)
        others = superseding.read_coverages(connection, without=upload_id)
        replaced = _make_room(connection, coverage, held, keyed, others)
        kept = _put(connection, coverage, held, others)
        demand.recount(connection, days | set(replaced["day"].unique()) | set(kept["day"].unique()))
        stored = Stored(kept.height, held.height - kept.height, replaced.height)
        uploads.mark_stored(connection, coverage, **asdict(stored))
    return stored


def withdraw_upload(engine: Engine, upload_id: int, spellings: Callable[[int], list[str]]) -> None:
    """Take an upload that was withdrawn out of the sales: what it stood in for counts again.

    `spellings` are the names of products as another upload writes them, for those that this one named first.
    """
    with writing(engine) as connection:
        locks.hold(connection, "sales")
        upload = uploads.get(connection, upload_id)
        if upload.is_settled:
            return
        days = _take_out(connection, upload_id)
        storing_attributes.forget(connection, upload_id)
        names.rename_products_of(connection, upload_id, spellings)
        demand.recount(connection, days)
        uploads.mark_removed(connection, upload_id)


def _take_out(connection: Connection, upload_id: int) -> set[date]:
    """Delete what the upload holds, let what it stood in for count again; returns the days touched."""
    own = superseding.read_rows(connection, sales, sales.c.upload_id == upload_id)
    for table in (sales, superseded_sales, emptied_transactions):
        connection.execute(delete(table).where(table.c.upload_id == upload_id))
    stood_for = superseded_sales.c.superseded_by == upload_id
    rows = superseding.read_rows(connection, superseded_sales, stood_for)
    if rows.is_empty():
        return set(own["day"].unique())
    others = superseding.read_coverages(connection, without=upload_id)
    by = superseding.find_superseding(connection, rows, others, _taking_new_days(others))
    moving.release(connection, upload_id, rows.with_columns(by.alias("superseded_by")))
    return set(own["day"].unique()) | set(rows.filter(by.is_null())["day"].unique())


def _taking_new_days(coverages: list[Coverage]) -> frozenset[int]:
    return frozenset(other.upload_id for other in coverages if other.mode is Mode.NEW_DAYS)


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
        pl.lit(upload_id, pl.Int64).alias("upload_id"),
        pl.col("date").alias("day"),
        pl.col("product").replace_strict(by_name, return_dtype=pl.Int64).alias("product_id"),
        pl.col("store").replace_strict(by_store, default=None, return_dtype=pl.Int64).alias("store_id"),
        "quantity",
        "unit_price",
        "producer",
        *(name for name in DETAILS if name in lines.columns),
    ).sort("transaction_key", "line")


def _store_said(connection: Connection, upload_id: int, said: pl.DataFrame) -> None:
    """Keep what the upload says of those products that are known now, under the names that were answered."""
    resolved = aliases.resolve(connection, said["product"].unique().to_list())
    meant = {name: target for name, (target, _) in resolved.items()}
    wanted = {name: meant.get(name, name) for name in said["product"].unique()}
    known = products.identify(connection, sorted({name for name in wanted.values() if name is not None}))
    numbers = {name: known.get(name_key(target)) for name, target in wanted.items() if target is not None}
    number = pl.col("product").replace_strict(numbers, default=None, return_dtype=pl.Int64)
    storing_attributes.store(connection, upload_id, said.select(number.alias("product_id"), "name", "value"))


def _keep_emptied(connection: Connection, upload_id: int, keyed: pl.DataFrame, held: pl.DataFrame) -> None:
    """A transaction is the newest upload's even where an answer drops its lines."""
    left = set(held["transaction_key"].unique())
    emptied = [key for key in keyed["transaction_key"].unique() if key not in left and key.startswith("t:")]
    if emptied:
        rows = [{"upload_id": upload_id, "transaction_key": key} for key in sorted(emptied)]
        connection.execute(insert(emptied_transactions), rows)


def _decide(
    connection: Connection, upload: Upload, keyed: pl.DataFrame, held: pl.DataFrame, period: str
) -> Coverage:
    """What the upload is the truth for: as it was decided, or by rule.

    Where every line has a transaction, that is what identifies it, and nothing else is replaced.
    """
    span = keyed["date"]
    first, last = span.min(), span.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    without_id = keyed["transaction_id"].null_count()
    is_mixed = 0 < without_id < keyed.height
    given = Coverage(upload.id, upload.read_mode(), upload.read_covers(), first, last, period, is_mixed)
    if given.mode is None and without_id == 0:
        return given
    if given.mode not in (None, Mode.REPLACE) or given.covers is not None:
        return given
    stored = superseding.read_rows(connection, sales, sales.c.day.between(first, given.end))
    covers = propose_covers(given, _keys_covered(given, held), stored)
    return replace(given, mode=Mode.REPLACE, covers=covers)


def _keys_covered(coverage: Coverage, held: pl.DataFrame) -> pl.DataFrame:
    """The keys (KEYS) of the lines, as they are held in sales, that the coverage is of."""
    own = held
    if coverage.is_mixed:
        own = held.filter(~pl.col("transaction_key").str.starts_with("t:"))
    return _keys_of(own)


def _keys_of(held: pl.DataFrame) -> pl.DataFrame:
    """The keys (KEYS) of lines as they are held in sales."""
    return held.select(pl.col("store_id").fill_null(NO_STORE), "product_id", "day").unique()


def _make_room(
    connection: Connection,
    coverage: Coverage,
    held: pl.DataFrame,
    keyed: pl.DataFrame,
    others: list[Coverage],
) -> pl.DataFrame:
    """Set aside the counted lines (ROWS) that the upload stands in for; returns them."""
    rows = _find_replaced(connection, coverage, held, keyed["transaction_key"].unique().to_list(), others)
    if not rows.is_empty():
        by = pl.lit(coverage.upload_id, pl.Int64).alias("superseded_by")
        moving.supersede(connection, rows.with_columns(by))
    return rows


def _find_replaced(
    connection: Connection,
    coverage: Coverage,
    held: pl.DataFrame,
    transactions: list[str],
    others: list[Coverage],
) -> pl.DataFrame:
    """The counted lines (ROWS) that an upload of these lines stands in for, as they are held in sales."""
    own = coverage.upload_id
    found = [pl.DataFrame(schema=ROWS)]
    if others:
        keys = [key for key in transactions if key.startswith("t:")]
        rows = superseding.read_rows_of_transactions(connection, keys)
        found.append(rows.filter(pl.col("upload_id") < own))
    late = [other for other in _taking_new_days(others) if other > own]
    near = [other for other in others if other.overlaps(coverage.first_day, coverage.end)]
    if near and (coverage.replaces or late):
        on_days = sales.c.day.between(coverage.first_day, coverage.end) & (sales.c.upload_id != own)
        rows = superseding.read_rows(connection, sales, on_days)
        mask = covered(coverage, _keys_covered(coverage, held), rows) & (rows["upload_id"] < own)
        mask |= same_days(_keys_of(held), rows) & rows["upload_id"].is_in(late)
        found.append(rows.filter(mask))
    return pl.concat(found).unique(("transaction_key", "line"))


def _put(
    connection: Connection, coverage: Coverage, held: pl.DataFrame, others: list[Coverage]
) -> pl.DataFrame:
    """Insert the upload's lines, aside those that other uploads stand in for; returns those that count."""
    rows = held.select(pl.col("store_id").fill_null(NO_STORE), pl.exclude("store_id")).select(*ROWS)
    new_days = frozenset([coverage.upload_id]) if coverage.mode is Mode.NEW_DAYS else frozenset[int]()
    matter = [other for other in others if new_days or other.upload_id > coverage.upload_id]
    by = superseding.find_superseding(connection, rows, matter, new_days)
    insert_frame(connection, sales, held.filter(by.is_null()))
    if by.is_not_null().any():
        aside = held.with_columns(by.alias("superseded_by")).filter(by.is_not_null())
        insert_frame(connection, superseded_sales, aside)
    return held.filter(by.is_null())
