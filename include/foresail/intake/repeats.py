"""Tells transactions that a file holds twice, as where it was pasted twice, from equal lines."""

from collections.abc import Sequence

import polars as pl

from foresail.intake.rules import LINE, nowhere


def find_repeats(sales: pl.DataFrame, heights: Sequence[int]) -> tuple[pl.Series, pl.Series]:
    """Which lines of all sheets' sales repeat a transaction, and which only say the same as one above them.

    A till writes a line for each scanned unit, so equal lines of a transaction are sales. A transaction is
    repeated where it lies in the file more than once, apart or on several sheets (whose `heights` are given),
    with the same lines each time, and a line where an equal one above it has the same line id. Lines without
    a transaction never are: two equal sales of a day are two.
    """
    height = sales.height
    line = (*LINE, "line_id") if "line_id" in sales.columns else LINE
    named = sales["transaction_id"].is_not_null()
    if not named.any():
        return nowhere(height), nowhere(height)
    # A hash of the line parts the few that may be equal from the many that are not.
    hashes = sales.select(line).hash_rows(seed=0)
    may_be = hashes.is_duplicated() & named
    if not may_be.any():
        return nowhere(height), nowhere(height)
    some = sales["transaction_id"].filter(may_be).unique()
    sheets = (
        pl.Series(range(len(heights)), dtype=pl.UInt32)
        .repeat_by(pl.Series(heights, dtype=pl.UInt32))
        .explode()
    )
    lines = sales.select("transaction_id", line=hashes, sheet=sheets).with_row_index()
    lines = lines.with_columns(run=pl.struct("transaction_id", "sheet").rle_id())
    lines = lines.filter(pl.col("transaction_id").is_in(some.implode()))
    runs = lines.group_by("transaction_id", "run").agg(
        pl.len(), pl.col("line").sort().hash(seed=1).sum().alias("said")
    )
    repeated = runs.group_by("transaction_id").agg(
        pl.col("run").min().alias("first"),
        (pl.struct("len", "said").n_unique() == 1).alias("is_same"),
    )
    lines = lines.join(repeated.filter("is_same"), on="transaction_id", how="left")
    is_repeat = lines.filter(pl.col("run") > pl.col("first"))["index"]
    repeats = nowhere(height).scatter(is_repeat, True) | (_find_repeated_ids(sales, line) & may_be)
    first = sales.select(line).filter(may_be).select(pl.struct(line).is_first_distinct()).to_series()
    return repeats, nowhere(height).scatter(may_be.arg_true().filter(~first), True) & ~repeats


def _find_repeated_ids(sales: pl.DataFrame, line: Sequence[str]) -> pl.Series:
    """Which lines have the line id of an equal line above them."""
    if "line_id" not in line:
        return nowhere(sales.height)
    is_again = ~pl.struct(line).is_first_distinct() & pl.col("line_id").is_not_null()
    return sales.select(line).select(is_again).to_series()
