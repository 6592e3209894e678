"""The methods that compete, each an expression over columns: thousands of series cost milliseconds.

statsforecast has the same methods, and costs six CPU seconds to import in every task; a test holds that
both give the same numbers (docs/adr/0006).
"""

from datetime import timedelta

import polars as pl

REFERENCES = ("zero", "history_mean")
"""Always measured, never chosen by the backtest: what a method must beat to deserve its place."""
BASELINE = "seasonal_naive"
CHOOSABLE = (BASELINE, "seasonal_mean", "ses", "tsb", "ses_weekly", "tsb_weekly")
METHODS = (*REFERENCES, *CHOOSABLE)
# Eight weeks follow a change within two months and halve the noise of two.
SEASONS_AVERAGED = 8
SES_ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.4)
TSB_ALPHA = 0.1
# A forecast above this multiple of the most ever sold in a day is a method that went wrong.
PEAK_MULTIPLE = 3.0


def forecast_methods(history: pl.DataFrame, horizon_days: int, profile: pl.DataFrame) -> pl.DataFrame:
    """Forecast every series with every method: unique_id, ds, step (1 is the first day), share, methods.

    `history` is unique_id, ds, y, without gaps and by day; `profile` is weekday, share, as
    `series.weekday_profile` gives it, and lends its week to the methods named `_weekly`; each day's share
    comes along. Values are units, finite and never negative; null where a method has too little history,
    or a number out of all proportion to it.
    """
    flat = history.group_by("unique_id").agg(
        pl.lit(0.0).alias("zero"),
        pl.col("y").mean().alias("history_mean"),
        simple_exponential_smoothing(pl.col("y")).alias("ses"),
        teunter_syntetos_babai(pl.col("y")).alias("tsb"),
        (pl.col("y").max() * PEAK_MULTIPLE).alias("limit"),
        pl.col("ds").last().alias("last"),
    )
    weekday = pl.col("ds").dt.weekday().alias("weekday")
    seasonal = history.group_by("unique_id", weekday).agg(
        pl.col("y").last().alias(BASELINE),
        pl.col("y").tail(SEASONS_AVERAGED).mean().alias("seasonal_mean"),
    )
    steps = pl.DataFrame({"step": range(1, horizon_days + 1)}, schema={"step": pl.Int32})
    ahead = flat.join(steps, how="cross").with_columns(
        (pl.col("last") + pl.col("step") * timedelta(days=1)).alias("ds")
    )
    return (
        ahead.with_columns(weekday)
        .join(seasonal, on=["unique_id", "weekday"], how="left")
        .join(profile, on="weekday", how="left")
        .with_columns(
            (pl.col("ses") * pl.col("share")).alias("ses_weekly"),
            (pl.col("tsb") * pl.col("share")).alias("tsb_weekly"),
        )
        .with_columns(_sane(pl.col(name)).alias(name) for name in METHODS)
        .select("unique_id", "ds", "step", "share", *METHODS)
        .sort("unique_id", "step")
    )


def simple_exponential_smoothing(y: pl.Expr) -> pl.Expr:
    """The level (Brown 1956), smoothed by the factor that forecast the own past best, a day ahead."""
    levels = [y.ewm_mean(alpha=alpha, adjust=False) for alpha in SES_ALPHAS]
    errors = [((level.shift(1) - y) ** 2).mean().fill_null(float("inf")) for level in levels]
    least = pl.min_horizontal(errors)
    return pl.coalesce(
        pl.when(error == least).then(level.last()) for error, level in zip(errors, levels, strict=True)
    )


def teunter_syntetos_babai(y: pl.Expr) -> pl.Expr:
    """The chance of demand times its size (TSB, 2011): the intermittent method that lets demand die out."""
    sold = y > 0
    chance = sold.cast(pl.Float64).ewm_mean(alpha=TSB_ALPHA, adjust=False).last()
    size = y.filter(sold).ewm_mean(alpha=TSB_ALPHA, adjust=False).last()
    return chance * size.fill_null(0.0)


def _sane(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_finite() & (value <= pl.col("limit"))).then(value.clip(lower_bound=0.0))
