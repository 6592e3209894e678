"""What storing a file would change, from its lines and the stored sales; nothing is written."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, extract, func, select

from foresail.naming import name_key
from foresail.warehouse import aliases
from foresail.warehouse.shapes import LineChanges, MonthChange
from foresail.warehouse.tables import daily_demand, products, sales, stores

BATCH = 500
CONTENT = ("key", "day", "product", "store", "quantity", "unit_price", "producer")
SCHEMA = {
    "key": pl.String,
    "day": pl.Date,
    "product": pl.String,
    "store": pl.String,
    "quantity": pl.Float64,
    "unit_price": pl.Float64,
    "producer": pl.String,
}


def foresee(connection: Connection, lines: pl.DataFrame) -> LineChanges:
    """Count the lines that are new, changed, identical and removed; units a month before and after.

    A line is changed where its transaction is stored with other lines. Lines without a transaction are new.
    """
    coming = _comparable(connection, lines)
    known = _stored(connection, coming["key"].drop_nulls().unique().to_list())
    both = _fingerprints(coming).join(
        _fingerprints(known), on="key", how="left", suffix="_stored", coalesce=True
    )
    is_identical = pl.col("print") == pl.col("print_stored")
    is_known = pl.col("print_stored").is_not_null()
    identical, changed = both.filter(is_known & is_identical), both.filter(is_known & ~is_identical)
    removed = (changed["lines_stored"] - changed["lines"]).clip(lower_bound=0).sum()
    untouched = pl.col("key").is_in(identical["key"].implode())
    gained = coming.filter(pl.col("key").is_null() | ~untouched)
    lost = known.filter(~untouched)
    return {
        "lines_new": coming.height - int(identical["lines"].sum()) - int(changed["lines"].sum()),
        "lines_changed": int(changed["lines"].sum()),
        "lines_identical": int(identical["lines"].sum()),
        "lines_removed": int(removed),
        "months": _months(connection, gained, lost),
    }


def _comparable(connection: Connection, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines as they would be stored, with aliases replaced by their products."""
    resolved = aliases.resolve(connection, lines["product"].unique().to_list())
    stands_for = {name: target for name, (target, _) in resolved.items()}
    keys = {name: stands_for.get(name, name) for name in lines["product"].unique()}
    folded = {name: None if target is None else name_key(target) for name, target in keys.items()}
    by_store = {name: name_key(name) for name in lines["store"].drop_nulls().unique()}
    return lines.select(
        ("t:" + pl.col("transaction_id")).alias("key"),
        pl.col("date").alias("day"),
        pl.col("product").replace_strict(folded, return_dtype=pl.String),
        pl.col("store").replace_strict(by_store, default=None, return_dtype=pl.String),
        "quantity",
        "unit_price",
        "producer",
    ).drop_nulls("product")


def _stored(connection: Connection, keys: list[str]) -> pl.DataFrame:
    rows = list(_read(connection, sorted(keys)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _read(connection: Connection, keys: list[str]) -> Iterator[tuple[Any, ...]]:
    query = (
        select(
            sales.c.transaction_key,
            sales.c.day,
            products.c.key,
            stores.c.key,
            sales.c.quantity,
            sales.c.unit_price,
            sales.c.producer,
        )
        .join(products, products.c.id == sales.c.product_id)
        .outerjoin(stores, stores.c.id == sales.c.store_id)
    )
    for start in range(0, len(keys), BATCH):
        yield from map(
            tuple, connection.execute(query.where(sales.c.transaction_key.in_(keys[start : start + BATCH])))
        )


def _fingerprints(lines: pl.DataFrame) -> pl.DataFrame:
    """By transaction: its number of lines, and a sum of their hashes that no order of lines changes."""
    with_key = lines.drop_nulls("key")
    hashed = with_key.with_columns(with_key.select(CONTENT).hash_rows(seed=1).alias("print"))
    return hashed.group_by("key").agg(pl.len().cast(pl.Int64).alias("lines"), pl.col("print").sum())


def _months(connection: Connection, gained: pl.DataFrame, lost: pl.DataFrame) -> list[MonthChange]:
    """Units sold (returns not taken off) in each month that would change."""
    change: dict[date, float] = {}
    for rows, sign in ((gained, 1), (lost, -1)):
        sold = (
            rows.filter(pl.col("quantity") > 0)
            .group_by(pl.col("day").dt.truncate("1mo"))
            .agg(pl.col("quantity").sum())
        )
        for month, units in sold.iter_rows():
            change[month] = change.get(month, 0.0) + sign * units
    if not change:
        return []
    before = _units_by_month(connection, min(change))
    return [
        {
            "month": f"{month:%Y-%m}",
            "units_before": before.get((month.year, month.month), 0.0),
            "units_after": before.get((month.year, month.month), 0.0) + change[month],
        }
        for month in sorted(change)
    ]


def _units_by_month(connection: Connection, since: date) -> dict[tuple[int, int], float]:
    year, month = extract("year", daily_demand.c.day), extract("month", daily_demand.c.day)
    query = select(year, month, func.sum(daily_demand.c.quantity)).where(daily_demand.c.day >= since)
    return {(int(of), int(at)): units for of, at, units in connection.execute(query.group_by(year, month))}
