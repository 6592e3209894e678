"""The engine's three steps: backtest a shard, fit one model to all backtests, forecast a shard."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foresail.forecasting import backtesting, intervals, selection
from foresail.forecasting.artifact import Model
from foresail.forecasting.candidates import BASELINE, CHOOSABLE, METHODS, forecast_methods
from foresail.forecasting.series import (
    NO_LONGER_SOLD,
    TOO_SHORT,
    describe,
    fill_days,
    scale_of_day,
    weekday_profile,
)

FALLBACK = "history_mean"
# One order of 80,995 pieces on the last day is no 80,995 a day: until a product has some history, it is not
# believed to sell more than this share of the known products do.
LEVEL_SHARE = 0.99


@dataclass(frozen=True)
class Fitted:
    """A model, its metrics (segment, method, name, value) and its products' own (unique_id, wape, ...)."""

    model: Model
    metrics: list[dict]
    products: pl.DataFrame


def backtest_shard(
    demand: pl.DataFrame, activity: pl.DataFrame, as_of: date, horizon_days: int, windows: int
) -> pl.DataFrame:
    """Backtest all methods on the series of one shard.

    `demand` is unique_id, ds, y on days with sales; `activity` is ds, units of all shards together.
    """
    steps = backtesting.backtest_horizon(activity["ds"].min(), as_of, horizon_days, windows)
    return backtesting.backtest(fill_days(demand, as_of), activity, as_of, steps, windows)


def fit(backtest: pl.DataFrame) -> Fitted:
    """Choose, calibrate and measure on the backtests of all shards, in whatever order they come."""
    backtest = backtest.sort("unique_id", "window", "step")
    choices = selection.choose(backtest)
    chosen = backtest.with_columns(selection.chosen_method(choices).alias("method")).with_columns(
        pl.coalesce(selection.pick(METHODS), BASELINE, FALLBACK).alias("chosen")
    )
    figures = selection.measure(chosen) + intervals.measure_coverage(chosen)
    newest = chosen.group_by("unique_id").agg(pl.col("level").last())
    model = Model(choices, intervals.calibrate(chosen), newest["level"].quantile(LEVEL_SHARE))
    return Fitted(model, figures, selection.measure_products(chosen).sort("unique_id"))


def forecast_shard(
    demand: pl.DataFrame, activity: pl.DataFrame, as_of: date, model: Model, horizon_days: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forecast the series of one shard.

    Returns products (product_id, demand_class, method, fell_back, reason) and forecasts (product_id, day,
    mean, q05 ... q95), in units a day.
    """
    history = fill_days(demand, as_of)
    known = describe(history).with_columns(selection.chosen_method(model.choices).alias("method"))
    wide = forecast_methods(history, horizon_days, weekday_profile(activity, as_of))
    rows = wide.join(known, on="unique_id").with_columns(*_pick_or_fall_back(), scale_of_day())
    rows = rows.with_columns(_bounded(name, model.level_max) for name in ("mean", "scale"))
    rows = intervals.add_quantiles(rows, model.pools).with_columns(
        pl.when(pl.col("method") == "zero").then(0.0).otherwise(pl.col(name)).alias(name)
        for name in ("mean", *intervals.COLUMNS)
    )
    reasons = rows.group_by("unique_id").agg(
        pl.first("demand_class"), pl.first("method"), pl.col("refused").any(), pl.first("days")
    )
    products = reasons.with_columns(_explain(pl.col("method"))).sort("unique_id")
    forecasts = rows.sort("unique_id", "step")
    return (
        products.select(
            pl.col("unique_id").alias("product_id"), "demand_class", "method", "fell_back", "reason"
        ),
        forecasts.select(
            pl.col("unique_id").alias("product_id"), pl.col("ds").alias("day"), "mean", *intervals.COLUMNS
        ),
    )


def _pick_or_fall_back() -> list[pl.Expr]:
    """The mean of the method that applies; a whole series falls back where its method failed on any day."""
    special = (
        pl.when(pl.col("demand_class") == NO_LONGER_SOLD).then(pl.lit("zero"))
        .when(pl.col("demand_class") == TOO_SHORT).then(pl.lit(FALLBACK))
        .otherwise(pl.col("method"))
    )  # fmt: skip
    value = pl.coalesce(
        pl.when(special == name).then(pl.col(name)) for name in (FALLBACK, "zero", *CHOOSABLE)
    )
    refused = value.is_null().any().over("unique_id")
    return [
        pl.when(refused).then(pl.lit(FALLBACK)).otherwise(special).alias("method"),
        pl.when(refused).then(pl.col(FALLBACK)).otherwise(value).alias("mean"),
        refused.alias("refused"),
    ]


def _bounded(name: str, level_max: float | None) -> pl.Expr:
    """The column, for short histories no larger than the most that is believed."""
    if level_max is None:
        return pl.col(name)
    short = pl.col("demand_class") == TOO_SHORT
    return pl.when(short).then(pl.col(name).clip(upper_bound=level_max)).otherwise(pl.col(name)).alias(name)


def _explain(method: pl.Expr) -> list[pl.Expr]:
    short = pl.col("demand_class") == TOO_SHORT
    still = pl.col("demand_class") == NO_LONGER_SOLD
    reason = (
        pl.when(still).then(pl.lit("No longer sold: zero is forecast until it sells again."))
        .when(short).then(pl.format("Only {} days of history: their mean, within what is usual.", "days"))
        .when(pl.col("refused")).then(pl.lit("The chosen method gave no sane number: the mean of history."))
        .otherwise(pl.format("{} won the backtest for {} demand.", method, "demand_class"))
    )  # fmt: skip
    return [reason.alias("reason"), (short | still | pl.col("refused")).alias("fell_back")]
