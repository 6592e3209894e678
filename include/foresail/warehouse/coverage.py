"""What an upload is the truth for: its transactions, and by its mode the days that it covers."""

from dataclasses import replace

import polars as pl

from foresail.warehouse.modes import FISCAL, Coverage, Covers, Mode

NO_STORE = 0
"""How frames of keys say that a line has no store."""
KEYS = {"store_id": pl.Int64, "product_id": pl.Int64, "day": pl.Date}
ROWS = {"upload_id": pl.Int64, "transaction_key": pl.String, "line": pl.Int64, **KEYS}
TRUNCATED = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q"}
"""How polars cuts a day down to the first day of its period."""
COMPLETE_SHARE = 0.8
"""An upload that lists so many of the stored keys of what it may cover is taken for all of it."""


def covered(coverage: Coverage, keys: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """Which rows (KEYS and transaction_key) lie in what the upload with these own keys (KEYS) replaces."""
    if not coverage.replaces or keys.is_empty():
        return pl.repeat(False, rows.height, eager=True)
    within = rows["day"].is_between(coverage.first_day, coverage.end)
    if coverage.is_mixed:
        within &= ~rows["transaction_key"].str.starts_with("t:")
    on = [] if _has_no_stores(keys) else ["store_id"]
    if coverage.covers is not Covers.PERIOD:
        on.append("product_id")
    if coverage.covers is Covers.ROWS:
        on.append("day")
    return within & _held(_in_periods(keys, keys, coverage), _in_periods(rows, keys, coverage), on)


def same_days(keys: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """Which rows lie on a day on which these keys have sales, in the same store where both name one."""
    without_store = _held(keys.filter(pl.col("store_id") == NO_STORE), rows, ["day"])
    anywhere = _held(keys, rows, ["day"]) & (rows["store_id"] == NO_STORE)
    return without_store | anywhere | _held(keys, rows, ["store_id", "day"])


def _held(keys: pl.DataFrame, rows: pl.DataFrame, on: list[str]) -> pl.Series:
    if not on:
        return pl.repeat(True, rows.height, eager=True)
    known = keys.select(on).unique().with_columns(pl.lit(True).alias("held"))
    joined = rows.select(on).join(known, on=on, how="left", maintain_order="left")
    return joined["held"].fill_null(False)


def _in_periods(rows: pl.DataFrame, keys: pl.DataFrame, coverage: Coverage) -> pl.DataFrame:
    """The rows, each at a day that stands for its period: fiscal ones begin on the days of the keys."""
    if coverage.period == "day":
        return rows
    if coverage.period.startswith(FISCAL):
        begins = keys.select(pl.col("day").unique().sort()).with_columns(pl.col("day").alias("begin"))
        days = rows.select(pl.col("day").unique().sort()).join_asof(begins, on="day")
        found = rows.select("day").join(days, on="day", how="left", maintain_order="left")["begin"]
        return rows.with_columns(found.alias("day"))
    day = pl.col("day")
    if coverage.period == "week":
        day = day.dt.offset_by(f"-{coverage.first_day.weekday()}d")
    return rows.with_columns(day.dt.truncate(TRUNCATED[coverage.period]))


def _has_no_stores(keys: pl.DataFrame) -> bool:
    """Whether no line names a store: its upload then speaks of all stores together."""
    return bool((keys["store_id"] == NO_STORE).all())


def propose_covers(coverage: Coverage, keys: pl.DataFrame, stored: pl.DataFrame) -> Covers:
    """The widest coverage of which an upload's keys list COMPLETE_SHARE of what is stored (as `covered`).

    A file that lists nearly all that was sold in a period is the whole period, corrected; one that lists
    nearly all of its products' sales is the whole of these products; any other is a few rows.
    """
    rows = replace(coverage, mode=Mode.REPLACE, covers=Covers.ROWS)
    listed = covered(rows, keys, stored)
    for covers in (Covers.PERIOD, Covers.PRODUCTS):
        inside = covered(replace(rows, covers=covers), keys, stored)
        scope = stored.select(*KEYS).with_columns(listed.alias("listed")).filter(inside).unique()
        if not scope.is_empty() and scope["listed"].sum() >= COMPLETE_SHARE * scope.height:
            return covers
    return Covers.ROWS
