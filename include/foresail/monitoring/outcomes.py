"""What became of forecasts: each step of a run against what was then sold. Frames in, frames out."""

import polars as pl

from foresail.forecasting.data.periods import FREQUENCIES
from foresail.quantiles import BANDS, MEDIAN

BY_STEP = {
    "products": pl.len(),
    "sold": pl.col("y").sum(),
    "forecast": pl.col("mean").sum(),
    "absolute_error": (pl.col(MEDIAN) - pl.col("y")).abs().sum(),
    **{
        f"inside_{percent}": pl.col("y").is_between(*band).sum().cast(pl.Float64)
        for percent, band in BANDS.items()
    },
}


def measure(forecasts: pl.DataFrame, demand: pl.DataFrame, frequency: str, anchor: int) -> pl.DataFrame:
    """Compare forecasts (product_id, day, mean, q025, q10, q90, q975) with demand (product_id, ds, y).

    Returns products, sold, forecast, absolute_error, inside_80 and inside_95 by day (a step's first); units,
    and counts of products. What was not sold is zero. Sums of parts are the sum of the whole.
    """
    step = FREQUENCIES[frequency].start_of(pl.col("ds"), anchor).alias("day")
    sold = demand.with_columns(step).group_by("product_id", "day").agg(pl.col("y").sum())
    both = forecasts.join(sold, on=["product_id", "day"], how="left").with_columns(pl.col("y").fill_null(0.0))
    return both.group_by("day").agg(**BY_STEP).sort("day")
