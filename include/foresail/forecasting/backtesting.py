"""Rolling-origin backtest: each window is forecast from nothing but the days before it."""

from datetime import date, timedelta

import polars as pl

from foresail.forecasting.candidates import METHODS, forecast_methods
from foresail.forecasting.series import NO_LONGER_SOLD, TOO_SHORT, describe, scale_of_day, weekday_profile

SCHEMA = {
    "unique_id": pl.Int64,
    "window": pl.Int32,
    "step": pl.Int32,
    "demand_class": pl.String,
    "level": pl.Float64,
    "scale": pl.Float64,
    "y": pl.Float64,
    **dict.fromkeys(METHODS, pl.Float64),
}


def backtest_horizon(first_day: date, as_of: date, horizon_days: int, windows: int) -> int:
    """The days a window has: the horizon, or less where the history of the whole data is short."""
    return max(1, min(horizon_days, ((as_of - first_day).days + 1) // (2 * windows)))


def backtest(
    history: pl.DataFrame, activity: pl.DataFrame, as_of: date, horizon_days: int, windows: int
) -> pl.DataFrame:
    """Forecast `windows` windows of `horizon_days` that end at `as_of`, window 1 being the oldest.

    Returns SCHEMA: the actual y beside each method's forecast, with the class, level and scale (units a day)
    that the series had at the window's origin. Series too short or still at an origin are not judged there.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for window in range(1, windows + 1):
        origin = as_of - timedelta(days=horizon_days * (windows - window + 1))
        before = history.filter(pl.col("ds") <= origin)
        known = describe(before).filter(~pl.col("demand_class").is_in([TOO_SHORT, NO_LONGER_SOLD]))
        before = before.join(known.select("unique_id"), on="unique_id", how="semi")
        if before.is_empty():
            continue
        guessed = forecast_methods(before, horizon_days, weekday_profile(activity, origin))
        judged = guessed.join(history, on=["unique_id", "ds"]).join(known, on="unique_id")
        parts.append(
            judged.with_columns(pl.lit(window).alias("window"), scale_of_day()).select(*SCHEMA).cast(SCHEMA)
        )
    return pl.concat(parts).sort("unique_id", "window", "step")
