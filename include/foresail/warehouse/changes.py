"""What storing a file would change, from its lines and the stored sales; nothing is written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, extract, func, select

from foresail.naming import name_key
from foresail.warehouse import aliases
from foresail.warehouse.coverage import KEYS, NO_STORE, covered, propose_covers, same_days
from foresail.warehouse.line_comparison import LINES, compare, share_identical
from foresail.warehouse.modes import Coverage, Covers, Mode
from foresail.warehouse.shapes import Choice, LineChanges, MonthChange, Overlap, ProductChange
from foresail.warehouse.tables import daily_demand, products, sales, stores
from foresail.warehouse.uploads import ID_MAX

BATCH = 500
READ_AT_ONCE = 50_000
DOUBLED = 1.8
"""A product of which the days of a file would hold so many times the units may be counted twice."""
PRODUCTS_TOLD = 50
WAYS = (
    (Mode.REPLACE, Covers.PERIOD),
    (Mode.REPLACE, Covers.PRODUCTS),
    (Mode.REPLACE, Covers.ROWS),
    (Mode.ADD, None),
    (Mode.NEW_DAYS, None),
)


def foresee(
    connection: Connection,
    lines: pl.DataFrame,
    *,
    mode: Mode | None = None,
    covers: Covers | None = None,
    period: str = "day",
) -> LineChanges:
    """Count the lines that are new, changed, identical and removed; units a month before and after.

    `mode` and `covers` are as the uploader says, or else as the rule has it (`coverage.propose_covers`).
    """
    names = _number_names(connection, lines)
    coming = _comparable(lines, *names)
    first, last = lines["date"].min(), lines["date"].max()
    is_mixed = 0 < coming["transaction_key"].null_count() < coming.height
    span = Coverage(ID_MAX, mode, covers, first, last, period, is_mixed)  # type: ignore[arg-type]  # never empty
    stored = _read_stored(connection, coming, span)
    chosen = _choose(span, coming, stored)
    replaced, kept = _apply(chosen, coming, stored)
    return {
        **compare(kept, replaced),  # type: ignore[typeddict-item]  # its keys are these
        "months": count_months(connection, kept, replaced),
        "overlap": _describe_overlap(chosen, coming, stored),
        "products_changed": _find_changed(connection, kept, replaced, stored, span),
    }


def _number_names(
    connection: Connection, lines: pl.DataFrame
) -> tuple[dict[str, int | None], dict[str, int]]:
    """The numbers of products (null: dropped) and stores by their names; negative where nobody knows them."""
    written = lines["product"].unique().sort().to_list()
    resolved = aliases.resolve(connection, written)
    meant = {name: resolved[name][0] if name in resolved else name for name in written}
    keys = {name: None if target is None else name_key(target) for name, target in meant.items()}
    numbers = _numbers(connection, products, {key for key in keys.values() if key is not None})
    shops = {name: name_key(name) for name in lines["store"].drop_nulls().unique().sort()}
    of_stores = _numbers(connection, stores, set(shops.values()))
    by_product = {name: None if key is None else numbers[key] for name, key in keys.items()}
    return by_product, {name: of_stores[key] for name, key in shops.items()}


def _numbers(connection: Connection, table: Any, keys: set[str]) -> dict[str, int]:
    ordered = sorted(keys)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), BATCH):
        query = select(table.c.key, table.c.id).where(table.c.key.in_(ordered[start : start + BATCH]))
        found |= dict(connection.execute(query).tuples().all())
    unknown = [key for key in ordered if key not in found]
    return found | {key: -number for number, key in enumerate(unknown, 1)}


def _comparable(
    lines: pl.DataFrame, by_product: dict[str, int | None], by_store: dict[str, int]
) -> pl.DataFrame:
    """The lines (LINES) as they would be stored, those of dropped products left out."""
    return lines.select(
        pl.lit(ID_MAX, pl.Int64).alias("upload_id"),
        ("t:" + pl.col("transaction_id")).alias("transaction_key"),
        pl.col("date").alias("day"),
        pl.col("product").replace_strict(by_product, return_dtype=pl.Int64).alias("product_id"),
        pl.col("store")
        .replace_strict(by_store, default=None, return_dtype=pl.Int64)
        .fill_null(NO_STORE)
        .alias("store_id"),
        "quantity",
        "unit_price",
        "producer",
    ).drop_nulls("product_id")


def _read_stored(connection: Connection, coming: pl.DataFrame, span: Coverage) -> pl.DataFrame:
    """The counted lines (LINES) of the file's days, and of its transactions."""
    query = select(
        sales.c.upload_id,
        sales.c.transaction_key,
        sales.c.day,
        sales.c.product_id,
        func.coalesce(sales.c.store_id, NO_STORE),
        sales.c.quantity,
        sales.c.unit_price,
        sales.c.producer,
    )
    days = sales.c.day.between(span.first_day, span.end)
    keys = coming["transaction_key"].drop_nulls().unique().sort().to_list()
    parts = [_read(connection, query.where(days))]
    for start in range(0, len(keys), BATCH):
        batch = sales.c.transaction_key.in_(keys[start : start + BATCH])
        parts.append(_read(connection, query.where(batch, ~days)))
    with_keys = pl.concat(parts)
    is_transaction = pl.col("transaction_key").str.starts_with("t:")
    return with_keys.with_columns(pl.when(is_transaction).then("transaction_key").alias("transaction_key"))


def _read(connection: Connection, query: Select[Any]) -> pl.DataFrame:
    rows: Iterable[Any] = connection.execute(query).partitions(READ_AT_ONCE)
    parts = [pl.DataFrame([tuple(row) for row in part], schema=LINES, orient="row") for part in rows]
    return pl.concat([pl.DataFrame(schema=LINES), *parts])


def _choose(span: Coverage, coming: pl.DataFrame, stored: pl.DataFrame) -> Coverage:
    """What the file is the truth for: as it is said, else by transaction, else by rule."""
    if span.mode is None and coming["transaction_key"].null_count() == 0:
        return span
    if span.mode not in (None, Mode.REPLACE) or span.covers is not None:
        return span
    covers = propose_covers(span, _keys_covered(span, coming), _with_keys(stored))
    return replace(span, mode=Mode.REPLACE, covers=covers)


def _keys_covered(span: Coverage, coming: pl.DataFrame) -> pl.DataFrame:
    return coming.filter(pl.col("transaction_key").is_null()) if span.is_mixed else coming


def _with_keys(stored: pl.DataFrame) -> pl.DataFrame:
    return stored.with_columns(pl.col("transaction_key").fill_null("u:"))


def _apply(chosen: Coverage, coming: pl.DataFrame, stored: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stored lines that would be replaced, and the lines that would count."""
    own = pl.Series(coming["transaction_key"].drop_nulls().unique())
    held = stored["transaction_key"].is_in(own.implode()).fill_null(False)
    gone = held | covered(chosen, _keys_covered(chosen, coming), _with_keys(stored))
    kept = coming
    if chosen.mode is Mode.NEW_DAYS:
        kept = coming.filter(~same_days(stored.select(*KEYS), coming))
    return stored.filter(gone), kept


def _describe_overlap(chosen: Coverage, coming: pl.DataFrame, stored: pl.DataFrame) -> Overlap | None:
    """How the file's days meet stored ones, and what each way to go on would leave; null where none do.

    Files that tell all lines apart by transaction meet nothing but lines without one.
    """
    own = coming["transaction_key"].drop_nulls().unique()
    others = stored.filter(~pl.col("transaction_key").is_in(own.implode()).fill_null(False))
    if coming["transaction_key"].null_count() == 0:
        others = others.filter(pl.col("transaction_key").is_null())
    if others.is_empty():
        return None
    ways = [(None, None), *WAYS] if coming["transaction_key"].null_count() == 0 else WAYS
    choices: list[Choice] = []
    for mode, covers in ways:
        replaced, kept = _apply(replace(chosen, mode=mode, covers=covers), coming, stored)
        after = _units(stored) - _units(replaced) + _units(kept)
        choices.append(
            {"mode": mode, "covers": covers, "units_after": after, "lines_removed": replaced.height}
        )
    days: Any = others["day"]
    return {
        "first_day": days.min().isoformat(),
        "last_day": days.max().isoformat(),
        "uploads": sorted(others["upload_id"].unique().to_list()),
        "share_identical": share_identical(coming, stored),
        "units_before": _units(stored),
        "mode": chosen.mode,
        "covers": chosen.covers,
        "choices": choices,
    }


def _units(lines: pl.DataFrame) -> float:
    """Units sold, returns not taken off."""
    return float(lines.filter(pl.col("quantity") > 0)["quantity"].sum())


def _find_changed(
    connection: Connection, kept: pl.DataFrame, replaced: pl.DataFrame, stored: pl.DataFrame, span: Coverage
) -> list[ProductChange]:
    """The products whose units in the file's days would double, or vanish, the largest first."""
    days = pl.col("day").is_between(span.first_day, span.end) & (pl.col("quantity") > 0)
    sums = [
        lines.filter(days).group_by("product_id").agg(pl.col("quantity").sum().alias(name))
        for lines, name in ((stored, "before"), (kept, "gained"), (replaced, "lost"))
    ]
    units = sums[0].join(sums[1], on="product_id", how="left").join(sums[2], on="product_id", how="left")
    units = units.with_columns(
        (pl.col("before") + pl.col("gained").fill_null(0) - pl.col("lost").fill_null(0)).alias("after")
    )
    strange = units.filter((pl.col("after") >= DOUBLED * pl.col("before")) | (pl.col("after") <= 0))
    told = strange.sort("before", descending=True).head(PRODUCTS_TOLD)
    query = select(products.c.id, products.c.name).where(products.c.id.in_(told["product_id"].to_list()))
    names = dict(connection.execute(query).tuples().all())
    return [
        {"product": names[number], "units_before": before, "units_after": max(after, 0.0)}
        for number, before, after in told.select("product_id", "before", "after").iter_rows()
    ]


def count_months(connection: Connection, gained: pl.DataFrame, lost: pl.DataFrame) -> list[MonthChange]:
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
    changed = {month: units for month, units in change.items() if abs(units) > 1e-9}
    if not changed:
        return []
    before = _units_by_month(connection, min(changed))
    return [
        {
            "month": f"{month:%Y-%m}",
            "units_before": before.get((month.year, month.month), 0.0),
            "units_after": before.get((month.year, month.month), 0.0) + changed[month],
        }
        for month in sorted(changed)
    ]


def _units_by_month(connection: Connection, since: date) -> dict[tuple[int, int], float]:
    year, month = extract("year", daily_demand.c.day), extract("month", daily_demand.c.day)
    query = select(year, month, func.sum(daily_demand.c.quantity)).where(daily_demand.c.day >= since)
    return {(int(of), int(at)): units for of, at, units in connection.execute(query.group_by(year, month))}
