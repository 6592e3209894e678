"""Compares lines with those that they replace: which are new, changed, identical, removed."""

import polars as pl

CONTENT = ("transaction_key", "day", "product_id", "store_id", "quantity", "unit_price", "producer")
LINES = {
    "upload_id": pl.Int64,
    "transaction_key": pl.String,
    "day": pl.Date,
    "product_id": pl.Int64,
    "store_id": pl.Int64,
    "quantity": pl.Float64,
    "unit_price": pl.Float64,
    "producer": pl.String,
}
"""A line: `transaction_key` is its transaction or null; numbers of unknown names are negative."""


def compare(coming: pl.DataFrame, replaced: pl.DataFrame) -> dict[str, int]:
    """How many lines (LINES) are new, changed, identical and removed, where the first replace the second.

    A changed line has the transaction, or else the day, product and store, of a line that differs from it.
    """
    counts = _count(coming, CONTENT).join(
        _count(replaced, CONTENT), on=CONTENT, how="full", coalesce=True, nulls_equal=True, suffix="_stored"
    )
    ours, theirs = pl.col("lines").fill_null(0), pl.col("lines_stored").fill_null(0)
    left = counts.with_columns(
        pl.min_horizontal(ours, theirs).alias("identical"),
        pl.col("day", "product_id", "store_id"),
    ).with_columns((ours - pl.col("identical")).alias("ours"), (theirs - pl.col("identical")).alias("theirs"))
    within = [
        "transaction_key",
        *(
            pl.when(pl.col("transaction_key").is_null()).then(name).alias(f"of_{name}")
            for name in ("day", "product_id", "store_id")
        ),
    ]
    by_key = left.group_by(within).agg(pl.col("ours").sum(), pl.col("theirs").sum())
    changed = by_key.filter((pl.col("ours") > 0) & (pl.col("theirs") > 0))
    lines_changed = int(changed["ours"].sum())
    return {
        "lines_new": int(left["ours"].sum()) - lines_changed,
        "lines_changed": lines_changed,
        "lines_identical": int(left["identical"].sum()),
        "lines_removed": int((by_key["theirs"] - by_key["ours"]).clip(lower_bound=0).sum()),
    }


def share_identical(coming: pl.DataFrame, stored: pl.DataFrame) -> float:
    """Which share of the lines says just what a stored line says, whatever its transaction."""
    content = [name for name in CONTENT if name != "transaction_key"]
    both = _count(coming, content).join(
        _count(stored, content), on=content, nulls_equal=True, suffix="_stored"
    )
    alike = both.select(pl.min_horizontal("lines", "lines_stored")).to_series().sum()
    return float(alike) / max(coming.height, 1)


def _count(lines: pl.DataFrame, by: tuple[str, ...] | list[str]) -> pl.DataFrame:
    return lines.group_by(by).agg(pl.len().cast(pl.Int64).alias("lines"))
