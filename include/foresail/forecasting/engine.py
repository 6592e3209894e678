"""The engine's steps: gather lessons from a shard, learn, backtest a shard, fit, forecast a shard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting import accuracy, boosting, intervals, selection
from foresail.forecasting.artifact import Model, checksum
from foresail.forecasting.backtesting import METHODS, backtest, forecast_all
from foresail.forecasting.bias_correction import add_mean
from foresail.forecasting.demand_classes import STILL, TOO_SHORT
from foresail.forecasting.explaining import explain
from foresail.forecasting.future import Future, see_ahead
from foresail.forecasting.history import History
from foresail.forecasting.judging import find_judge, find_judges, judge
from foresail.forecasting.likes import SCHEMA as LIKES
from foresail.forecasting.likes import borrow
from foresail.forecasting.newcomers import forecast_unsold
from foresail.forecasting.panel import build_panel
from foresail.forecasting.plan import Plan
from foresail.forecasting.profiles import find_closed, seasonal_shares
from foresail.forecasting.standing import STANDING

# One order of 80,995 pieces on the last day is no 80,995 a day: until a product has some history, it is not
# believed to sell more than this share of the known products do.
LEVEL_SHARE = 0.99
LEVELS_MIN = 2
# The choice and the quantiles rest on at most this many series, drawn by hash: memory does not grow further.
JUDGED_SERIES = 5_000


@dataclass(frozen=True)
class Fitted:
    """A model and its metrics: rows of segment, method, name and value."""

    model: Model
    metrics: list[dict]


def gather_shard(
    demand: pl.DataFrame, plan: Plan, known: pl.DataFrame | None = None
) -> dict[int, boosting.Lessons]:
    """What a shard teaches each global model, by window.

    `demand` is unique_id, ds, y and, where known, price; `known` what people told (`known.SCHEMA`).
    """
    drawn = demand.filter(_drawn(demand["unique_id"], plan.series_share)) if plan.series_share < 1 else demand
    history, future = _open(drawn, plan, plan.horizon, known)
    return {
        model: boosting.gather(history, future, end, plan.steps(model), plan.shares[model])
        for model, end in plan.ends.items()
    }


def learn(lessons: Sequence[Mapping[int, boosting.Lessons]], plan: Plan) -> dict[int, bytes | None]:
    """The global models by window, from the lessons of all shards in whatever order; None where too few."""
    return {
        model: boosting.learn(boosting.join([each[model] for each in lessons]), plan.timeline.frequency.name)
        for model in plan.ends
    }


def backtest_shard(
    demand: pl.DataFrame,
    plan: Plan,
    models: Mapping[int, bytes | None],
    known: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Backtest all methods on the series of one shard."""
    return backtest(*_open(demand, plan, plan.horizon, known), plan.windows, dict(models))


def sample(backtest: pl.DataFrame, series: int) -> pl.DataFrame:
    """The part of a shard's backtest that the choice rests on, where the catalogue has `series` series."""
    share = min(1.0, JUDGED_SERIES / max(series, 1))
    return backtest.filter(_drawn(backtest["unique_id"], share)) if share < 1 else backtest


def fit(backtest: pl.DataFrame, plan: Plan, booster: bytes | None, measured: pl.Expr | None = None) -> Fitted:
    """Choose, calibrate, correct and measure on the backtests of all shards, in whatever order they come.

    All series choose and calibrate; where `measured` is given, the figures are of those alone.
    """
    lead_times = plan.timeline.frequency.lead_times
    backtest = backtest.sort("unique_id", "window", "step")
    choices = selection.choose(backtest.filter(pl.col(STANDING).is_null()))
    chosen = selection.apply_recipes(choices, backtest)
    own, judges = find_judge(chosen, lead_times), find_judges(chosen, lead_times)
    figures = accuracy.measure(backtest, judge(chosen.drop(METHODS), judges, own), lead_times, measured)
    model = Model(
        plan.timeline.frequency.name,
        choices,
        own["pools"],
        _level_max(chosen),
        plan.learnt,
        None if booster is None else checksum(booster),
        _summary(figures),
        own["corrections"],
        judges,
    )
    return Fitted(model, figures)


def _level_max(chosen: pl.DataFrame) -> float | None:
    newest = chosen.group_by("unique_id").agg(pl.col("level").last())
    return newest["level"].quantile(LEVEL_SHARE) if newest.height >= LEVELS_MIN else None


def _summary(figures: list[dict]) -> dict[str, dict[str, float]]:
    """What explanations quote: per segment, how the choice and seasonal naive did."""
    out: dict[str, dict[str, float]] = {}
    names = {"chosen": "", "seasonal_naive": "naive_"}
    for figure in figures:
        if figure["method"] in names:
            segment = out.setdefault(figure["segment"], {})
            segment[names[figure["method"]] + figure["name"]] = figure["value"]
    return out


def measure_shard(backtest: pl.DataFrame, plan: Plan, model: Model, is_own: bool) -> pl.DataFrame:
    """How the model's choice did on each series of a shard of the plan's backtest.

    A backtest that is not the model's own has other windows than those that its judges are of: what set its
    quantiles may lie in any of them, so nothing is said of them as held out. One from before there
    were standing orders has none.
    """
    if STANDING not in backtest.columns:
        backtest = backtest.with_columns(pl.lit(None, pl.Float64).alias(STANDING))
    judges = model.judges if is_own else {}
    judged = judge(selection.apply_recipes(model.choices, backtest), judges, model.judge)
    newest = plan.windows.numbers[-1] if len(judges) > 1 else None
    return accuracy.measure_products(judged, newest)


def forecast_shard(
    demand: pl.DataFrame,
    plan: Plan,
    model: Model,
    booster: bytes | None,
    horizon: int,
    told: pl.DataFrame | None = None,
    likes: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forecast the series of one shard; `likes` are like products of those with little history or none.

    Returns products (explaining.WHY) and forecasts (product_id, day, mean, q025 ... q975), in units a step.
    """
    history, future = _open(demand, plan, horizon, told)
    origin = plan.timeline.length - 1
    wanted = {name for recipe in model.choices.values() for name in recipe}
    learnt = model.learnt_steps
    known, values = forecast_all(history, future, origin, horizon, booster, learnt, wanted=wanted)
    count = len(history.panel.ids)
    days = plan.timeline.frequency.steps(plan.timeline.first, plan.timeline.length + horizon)[-horizon:]
    rows = pl.DataFrame(
        {
            "product_id": np.repeat(history.panel.ids, horizon),
            "day": pl.concat([days] * count) if count else days.clear(),
            "step": np.tile(np.arange(1, horizon + 1), count),
            "demand_class": np.repeat(known.demand_class, horizon).astype(object),
            "level": np.repeat(known.level, horizon),
            "swing": np.repeat(known.swing, horizon),
            **{name: values[name].ravel() for name in (STANDING, *METHODS)},
        },
        schema_overrides={"demand_class": pl.String},
    ).with_columns(pl.col(name).fill_nan(None) for name in (STANDING, *METHODS))
    rows = selection.apply_recipes(model.choices, rows)
    ages = dict(zip(history.panel.ids.tolist(), known.age.tolist(), strict=True))
    likes = pl.DataFrame(schema=LIKES) if likes is None else likes
    shares = seasonal_shares(plan.timeline, origin, horizon)
    rows = borrow(rows, likes, ages, plan.timeline.frequency.name, shares)
    rows = _bound(add_mean(rows, model.corrections), model.level_max)
    rows = intervals.add_quantiles(rows, model.pools)
    closed = np.flatnonzero(find_closed(plan.timeline, origin, horizon)) + 1
    still = pl.col("demand_class").is_in(STILL) | pl.col("step").is_in(closed)
    rows = rows.with_columns(
        pl.when(still).then(0.0).otherwise(name).alias(name) for name in ("mean", *intervals.COLUMNS)
    )
    columns = plan.timeline.frequency.steps(plan.timeline.first, plan.timeline.length)
    products = explain(rows, model, known, columns)
    rows = rows.select("product_id", "day", "mean", *intervals.COLUMNS)
    held = demand["unique_id"].unique()
    unsold = held.filter(~held.is_in(history.panel.ids))
    new_products, new_rows = forecast_unsold(unsold, likes, plan, model, horizon)
    return pl.concat([products, new_products]).sort("product_id"), pl.concat([rows, new_rows])


def _bound(rows: pl.DataFrame, level_max: float | None) -> pl.DataFrame:
    """Short histories' numbers, no larger than the most that is believed."""
    if level_max is None:
        return rows
    short = pl.col("demand_class") == TOO_SHORT
    return rows.with_columns(
        pl.when(short).then(pl.col(name).clip(upper_bound=level_max)).otherwise(name).alias(name)
        for name in ("chosen", "mean", "level", "swing")
    )


def _open(
    demand: pl.DataFrame, plan: Plan, horizon: int, known: pl.DataFrame | None
) -> tuple[History, Future]:
    if not plan.prices:
        demand = demand.select("unique_id", "ds", "y")
    elif "price" not in demand.columns:
        demand = demand.with_columns(price=pl.lit(None, pl.Float64))
    history = History(build_panel(demand, plan.timeline))
    return history, see_ahead(history, horizon, plan.holidays, plan.events, known)


def _drawn(ids: pl.Series, share: float) -> pl.Series:
    return pl.Series(boosting.mix(ids.to_numpy(), np.zeros(1, dtype=int)) < share)
