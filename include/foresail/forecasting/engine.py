"""The engine's steps: gather a training set, fit global models, backtest a shard, fit, forecast a shard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from foresail.forecasting.artifact import Model, checksum
from foresail.forecasting.cold_start.analogs import SCHEMA as ANALOGS
from foresail.forecasting.cold_start.analogs import borrow_levels
from foresail.forecasting.cold_start.new_products import forecast_new_products
from foresail.forecasting.covariates.future import FutureCovariates, know_peaks, see_ahead
from foresail.forecasting.covariates.usual_sales import find_usual_sales, group_by_peaks
from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.demand_classes import TOO_SHORT
from foresail.forecasting.data.hashing import is_drawn
from foresail.forecasting.data.history import History
from foresail.forecasting.data.panel import build_panel
from foresail.forecasting.data.seasonal_profiles import seasonal_shares
from foresail.forecasting.data.yearly_seasons import find_months
from foresail.forecasting.evaluation import accuracy, calibration, intervals, recipes, selection
from foresail.forecasting.evaluation.accuracy import Figure
from foresail.forecasting.evaluation.backtest import backtest
from foresail.forecasting.evaluation.bias import add_mean
from foresail.forecasting.evaluation.means import add_expected, choose_means
from foresail.forecasting.event_reasons import tell_events
from foresail.forecasting.explanations import Notes, explain, explain_new_products
from foresail.forecasting.methods.global_model.boosting import fit_global_model
from foresail.forecasting.methods.global_model.training_set import (
    TrainingSet,
    gather_training_set,
    join_training_sets,
)
from foresail.forecasting.methods.registry import BASELINE, FOUNDATION, METHODS
from foresail.forecasting.methods.running import COLUMNS, RULED, forecast_all
from foresail.forecasting.methods.shared.view import Origins, View
from foresail.forecasting.plan import Plan
from foresail.forecasting.special_cases import doubt_missed, silence, spread_orders
from foresail.quantiles import NUMBERS

# One order of 80,995 pieces on the last day is no 80,995 a day: until a product has some history, it is not
# believed to sell more than this share of the known products do.
LEVEL_SHARE = 0.99
LEVELS_MIN = 2
# The choice and the quantiles rest on at most this many series, drawn by hash: memory does not grow further.
MEASURED_SERIES = 5_000


@dataclass(frozen=True)
class Fitted:
    """A model and its metrics."""

    model: Model
    metrics: list[Figure]


def gather_shard(
    demand: pl.DataFrame, plan: Plan, known: pl.DataFrame | None = None
) -> dict[int, TrainingSet]:
    """Gather a shard's part of the training set of each global model, by window.

    `demand` is unique_id, ds, y and, where known, price; `known` what is known in advance (`known.SCHEMA`).
    """
    share = plan.series_share
    drawn = demand.filter(is_drawn(demand["unique_id"], share)) if share < 1 else demand
    history, future = _open(drawn, plan, plan.horizon, known)
    out: dict[int, TrainingSet] = {}
    for ends, told in group_by_peaks(history, future, sorted(set(plan.ends.values()))):
        usual = find_usual_sales(history, told)
        past = history if usual is None else usual.of_history(history)
        ahead = told if usual is None else usual.of_future(told)
        out |= {
            model: gather_training_set(past, ahead, end, plan.steps(model), plan.shares[model])
            for model, end in plan.ends.items()
            if end in ends
        }
    return out


def fit_global_models(parts: Sequence[Mapping[int, TrainingSet]], plan: Plan) -> dict[int, bytes | None]:
    """Fit the global models by window, to the parts of all shards in whatever order; None where too few."""
    frequency = plan.timeline.frequency.name
    return {
        model: fit_global_model(join_training_sets([part[model] for part in parts]), frequency)
        for model in plan.ends
    }


def backtest_shard(
    demand: pl.DataFrame,
    plan: Plan,
    models: Mapping[int, bytes | None],
    known: pl.DataFrame | None = None,
    foundation: bytes | None = None,
) -> pl.DataFrame:
    """Backtest all methods on the series of one shard."""
    return backtest(*_open(demand, plan, plan.horizon, known), plan.windows, models, foundation)


def sample(backtest: pl.DataFrame, series: int) -> pl.DataFrame:
    """Draw the part of a shard's backtest that the choice rests on, of a catalogue of `series` series."""
    share = min(1.0, MEASURED_SERIES / max(series, 1))
    return backtest.filter(is_drawn(backtest["unique_id"], share)) if share < 1 else backtest


def fit(
    backtest: pl.DataFrame,
    plan: Plan,
    booster: bytes | None,
    measured: pl.Expr | None = None,
    foundation: bytes | None = None,
) -> Fitted:
    """Choose, calibrate, correct and measure on the backtests of all shards, in whatever order they come.

    All series choose and calibrate; where `measured` is given, the figures are of those alone.
    """
    lead_times = plan.timeline.frequency.lead_times
    backtest = backtest.sort("unique_id", "window", "step")
    choices = selection.choose(backtest.filter(pl.col(RULED).is_null()))
    means = choose_means(backtest)
    chosen = add_expected(recipes.apply_recipes(choices, backtest), means)
    own = calibration.calibrate(chosen, lead_times)
    windows = calibration.calibrate_windows(chosen, lead_times)
    calibrated = calibration.apply_calibrations(chosen.drop(METHODS), windows, own)
    figures = accuracy.measure(backtest, calibrated, lead_times, measured)
    model = Model(
        frequency=plan.timeline.frequency.name,
        choices=choices,
        means=means,
        calibration=own,
        level_max=_find_level_max(chosen),
        fitted_steps=plan.fitted_steps,
        booster_sha256=None if booster is None else checksum(booster),
        measured=_summarise(figures),
        window_calibrations=windows,
    )
    if foundation is not None and FOUNDATION in wanted_methods(model):
        model = replace(model, foundation_sha256=checksum(foundation))
    return Fitted(model, figures)


def wanted_methods(model: Model) -> set[str]:
    """The methods that a model's forecasts are mixed from."""
    return {name for recipe in (*model.choices.values(), *model.means.values()) for name in recipe}


def _find_level_max(chosen: pl.DataFrame) -> float | None:
    newest = chosen.group_by("unique_id").agg(pl.col("level").last())
    return newest["level"].quantile(LEVEL_SHARE) if newest.height >= LEVELS_MIN else None


def _summarise(figures: list[Figure]) -> dict[str, dict[str, float]]:
    """What explanations quote: per segment, how the choice and the baseline did."""
    out: dict[str, dict[str, float]] = {}
    names = {accuracy.CHOSEN: "", BASELINE: "naive_"}
    for figure in figures:
        if figure.method in names:
            out.setdefault(figure.segment, {})[names[figure.method] + figure.name] = figure.value
    return out


def measure_shard(backtest: pl.DataFrame, plan: Plan, model: Model, is_own: bool) -> pl.DataFrame:
    """Measure the model's choice on each series of a shard of the plan's backtest.

    A backtest that is not the model's own has other windows than those that its calibrations are of: what set
    its quantiles may lie in any of them, so nothing is said of them as held out.
    """
    backtest = _complete(backtest)
    windows = model.window_calibrations if is_own else {}
    chosen = add_expected(recipes.apply_recipes(model.choices, backtest), model.means)
    calibrated = calibration.apply_calibrations(chosen, windows, model.calibration)
    newest = plan.windows.numbers[-1] if len(windows) > 1 else None
    return accuracy.measure_products(calibrated, newest)


def _complete(backtest: pl.DataFrame) -> pl.DataFrame:
    """A backtest that was stored before some method came, or under an older name of what is ruled."""
    backtest = backtest.rename({"standing": RULED, "repeating": RULED}, strict=False)
    lacking = [name for name in ("size", "interval", *COLUMNS) if name not in backtest.columns]
    return backtest.with_columns(pl.lit(None, pl.Float64).alias(name) for name in lacking)


def forecast_shard(
    demand: pl.DataFrame,
    plan: Plan,
    model: Model,
    booster: bytes | None,
    horizon: int,
    known: pl.DataFrame | None = None,
    analogs: pl.DataFrame | None = None,
    foundation: bytes | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forecast the series of one shard; `analogs` are like products of those with little history or none.

    Returns products (explanations.WHY) and forecasts (product_id, day, mean, q025 ... q975), in units a step,
    with `naive` (seasonal naive's) and `mase_scale`, null for new products.
    """
    analogs = pl.DataFrame(schema=ANALOGS) if analogs is None else analogs
    history, future = _open(demand, plan, horizon, known)
    origin = plan.timeline.length - 1
    future = know_peaks(future, history.panel.timeline, origin)
    usual = find_usual_sales(history, future, [origin], horizon)
    origins = Origins(history, [origin], usual)
    view = View(origins, future, origin, horizon, booster, model.fitted_steps, foundation)
    rows = _choose(view, model)
    rows = _adjust(rows, view, model, analogs)
    rows = intervals.add_quantiles(rows, model.calibration.pools)
    rows = silence(spread_orders(doubt_missed(rows, view, model), view), view)
    products = explain(rows, model, view.description, plan.timeline.days, _note(view, rows, plan))
    held = demand["unique_id"].unique()
    unsold = held.filter(~held.is_in(history.panel.ids))
    new = analogs.filter(pl.col("unique_id").is_in(unsold.implode())).sort("unique_id")
    new_rows = forecast_new_products(new, plan.timeline, plan.launch_profiles, horizon)
    products = pl.concat([products, explain_new_products(new, model)]).sort("product_id")
    naive = pl.col(BASELINE).alias("naive")
    sold = rows.select("product_id", "day", *NUMBERS, naive, "mase_scale")
    return products, pl.concat([sold, new_rows], how="diagonal")


def _note(view: View, rows: pl.DataFrame, plan: Plan) -> Notes:
    """What else the reasons of these series tell."""
    events = tell_events(view, rows["mean"].to_numpy().reshape(view.count, view.horizon), plan.events)
    ids = view.history.panel.ids
    rhythms = {int(ids[row]): rhythm.words for row, rhythm in view.rhythms.items()}
    movements = {int(ids[row]): view.movements.words(row) for row in view.movements.rows}
    return Notes(find_months(view.history, view.seasons), events, rhythms, movements)


def _choose(view: View, model: Model) -> pl.DataFrame:
    """The forecasts of the methods that the model wants, and what it chooses: a row a series and step."""
    values = forecast_all(view, wanted_methods(model))
    known, count, horizon = view.description, view.count, view.horizon
    days = view.history.panel.timeline.days_ahead(horizon)
    rows = pl.DataFrame(
        {
            "product_id": np.repeat(view.history.panel.ids, horizon),
            "day": pl.concat([days] * count) if count else days.clear(),
            "step": np.tile(np.arange(1, horizon + 1), count),
            "demand_class": np.repeat(known.demand_class, horizon).astype(object),
            "level": np.repeat(known.level, horizon),
            "swing": view.swing.ravel(),
            "interval": np.repeat(known.interval, horizon),
            "mase_scale": np.repeat(known.mase_scale, horizon),
            **{name: values[name].ravel() for name in COLUMNS},
        },
        schema_overrides={"demand_class": pl.String},
    ).with_columns(pl.col(name).fill_nan(None) for name in COLUMNS)
    return recipes.apply_recipes(model.choices, rows)


def _adjust(rows: pl.DataFrame, view: View, model: Model, analogs: pl.DataFrame) -> pl.DataFrame:
    """Draw short series towards like products, add the mean, and hold short ones below what is believed."""
    panel = view.history.panel
    ages = dict(zip(panel.ids.tolist(), view.description.age.tolist(), strict=True))
    shares: Floats = seasonal_shares(panel.timeline, view.origin, view.horizon)
    rows = borrow_levels(rows, analogs, ages, view.frequency.name, shares)
    rows = add_mean(add_expected(rows, model.means), model.calibration.corrections)
    if model.level_max is None:
        return rows
    short = pl.col("demand_class") == TOO_SHORT
    return rows.with_columns(
        pl.when(short).then(pl.col(name).clip(upper_bound=model.level_max)).otherwise(name).alias(name)
        for name in ("chosen", "mean", "level", "swing")
    )


def _open(
    demand: pl.DataFrame, plan: Plan, horizon: int, known: pl.DataFrame | None
) -> tuple[History, FutureCovariates]:
    if not plan.prices:
        demand = demand.select("unique_id", "ds", "y")
    elif "price" not in demand.columns:
        demand = demand.with_columns(price=pl.lit(None, pl.Float64))
    history = History(build_panel(demand, plan.timeline))
    return history, see_ahead(history, horizon, plan.holidays, plan.events, known)
