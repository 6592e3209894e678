"""Finds lines that repeat a line of the same transaction, on any sheet."""

import polars as pl

from foresail.intake.rules import LINE


def is_repeat(sales: pl.DataFrame) -> pl.Series:
    """Which lines of all sheets' sales say the same as one above them in the same transaction.

    Lines without a transaction are never repeats: two equal sales of a day are two sales.
    """
    # A hash of the line parts the few that may be equal from the many that are not.
    hashes = sales.select(LINE).hash_rows(seed=0)
    may_be = hashes.is_duplicated() & sales["transaction_id"].is_not_null()
    repeats = pl.Series([False], dtype=pl.Boolean).new_from_index(0, sales.height)
    if not may_be.any():
        return repeats
    first = sales.select(LINE).filter(may_be).select(pl.struct(LINE).is_first_distinct()).to_series()
    return repeats.scatter(may_be.arg_true().filter(~first), True)
