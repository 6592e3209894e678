"""What became of forecasts: each step of a run against what was then sold. Frames in, frames out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from foresail.forecasting.data.periods import FREQUENCIES
from foresail.quantiles import BANDS, LEVELS, MEDIAN, NAMES
from foresail.warehouse.outcomes import EVERYTHING

Y, NAIVE = pl.col("y"), pl.col("naive")
MISS = (pl.col(MEDIAN) - Y).abs()
LOSS = reduce(
    add,
    (
        pl.max_horizontal(level * (Y - pl.col(name)), (level - 1) * (Y - pl.col(name)))
        for level, name in zip(LEVELS, NAMES, strict=True)
    ),
)
HAS_NAIVE, HAS_SCALE = NAIVE.is_not_null(), pl.col("mase_scale") > 0
SUMS = {
    "products": pl.len(),
    "sold": Y.sum(),
    "forecast": pl.col("mean").sum(),
    "absolute_error": MISS.sum(),
    **{f"inside_{percent}": Y.is_between(*band).sum().cast(pl.Float64) for percent, band in BANDS.items()},
    "pinball": 2 * LOSS.sum() / len(LEVELS),
    "scaled": HAS_SCALE.sum().cast(pl.Float64),
    "scaled_error": (MISS / pl.col("mase_scale")).filter(HAS_SCALE).sum(),
    "naive_sold": Y.filter(HAS_NAIVE).sum(),
    "naive_forecast": NAIVE.sum(),
    "naive_error": (NAIVE - Y).abs().sum(),
    "naive_compared": MISS.filter(HAS_NAIVE).sum(),
}
KEYS = ("day", "kind", "name")


@dataclass(frozen=True)
class Parts:
    """What is told beside everything together: category by product_id, store (its name) by store_id."""

    categories: pl.DataFrame
    stores: pl.DataFrame


def measure(
    forecasts: pl.DataFrame, demand: pl.DataFrame, parts: Parts, frequency: str, anchor: int
) -> pl.DataFrame:
    """Compare forecasts (columns: `warehouse.outcomes.read_due`) with demand (product_id, store_id, ds, y).

    Returns SUMS by KEYS (a step's first day; kind `class`, `category`, `store` or EVERYTHING); units, and
    counts of products. What was not sold is zero. Sums of parts are the sum of the whole.
    """
    step = FREQUENCIES[frequency].start_of(pl.col("ds"), anchor).alias("day")
    sold = demand.with_columns(step).group_by("product_id", "store_id", "day").agg(Y.sum())
    everywhere = sold.group_by("product_id", "day").agg(Y.sum()).with_columns(store_id=pl.lit(0, pl.Int64))
    sold = pl.concat([sold.filter(pl.col("store_id") > 0), everywhere], how="diagonal")
    both = forecasts.join(sold, on=["product_id", "store_id", "day"], how="left")
    both = both.with_columns(Y.fill_null(0.0))
    whole = both.filter(pl.col("store_id") == 0)
    told = (
        (EVERYTHING, whole.with_columns(name=pl.lit(""))),
        ("class", whole.with_columns(name="demand_class")),
        ("category", whole.join(parts.categories, on="product_id").with_columns(name="category")),
        ("store", both.join(parts.stores, on="store_id").with_columns(name="store")),
    )
    found = [rows.with_columns(kind=pl.lit(kind)).group_by(*KEYS).agg(**SUMS) for kind, rows in told]
    return pl.concat(found).sort(*KEYS)


def add_up(measured: Sequence[pl.DataFrame]) -> list[dict[str, Any]]:
    """The sums of some thousand series at a time as rows of them all; null where a quantile is not known."""
    rows = pl.concat(measured).group_by(*KEYS).sum().sort(*KEYS)
    return rows.with_columns(pl.col("pinball").fill_nan(None)).to_dicts()
