"""Runs the engine on frames, as the tasks run it on the object storage."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from foresail.forecasting import engine
from foresail.forecasting import plan as planning
from foresail.forecasting.covariates.future import see_ahead
from foresail.forecasting.covariates.known import NOTHING, Known
from foresail.forecasting.data.history import History
from foresail.forecasting.data.panel import build_panel
from foresail.forecasting.data.periods import Steps, find_steps
from foresail.forecasting.data.summary import summarise
from foresail.forecasting.methods.registry import REGISTRY
from foresail.forecasting.methods.shared.view import Origins, View
from foresail.forecasting.plan import FINAL, Plan

from tests.factories import DAY, daily_history


@dataclass(frozen=True)
class Trained:
    plan: Plan
    models: dict[int, bytes | None]
    backtest: pl.DataFrame
    fitted: engine.Fitted
    known: Known
    foundation: bytes | None = None

    def forecast(self, history: pl.DataFrame, horizon: int | None = None):
        stepped = steps_of(history, self.as_of, self.plan.timeline.frequency.name).of_demand(history)
        horizon = horizon or self.plan.horizon
        model, booster = self.fitted.model, self.models[FINAL]
        return engine.forecast_shard(
            stepped, self.plan, model, booster, horizon, self.known.own, foundation=self.foundation
        )

    @property
    def as_of(self):
        return self.plan.as_of


def steps_of(history, as_of=DAY, frequency="auto") -> Steps:
    return find_steps(history.filter(pl.col("y") > 0)["ds"], as_of, frequency)


def measure_activity(demand: pl.DataFrame) -> pl.DataFrame:
    """Add up what all series sold by step: ds, units, selling (how many series sold something)."""
    sold = demand.filter(pl.col("y") > 0)
    return sold.group_by("ds").agg(pl.col("y").sort().sum().alias("units"), selling=pl.len()).sort("ds")


def make_plan(
    history, horizon=14, windows=3, as_of=DAY, frequency="auto", holidays=None, known=NOTHING
) -> Plan:
    steps = steps_of(history, as_of, frequency)
    stepped = steps.of_demand(history)
    activity, summary = measure_activity(stepped), summarise(stepped, steps.frequency)
    return planning.make_plan(activity, summary, steps, horizon, windows, holidays, known)


def train(
    history,
    horizon=14,
    windows=3,
    as_of=DAY,
    frequency="auto",
    shards=1,
    holidays=None,
    known=NOTHING,
    foundation=None,
) -> Trained:
    plan = make_plan(history, horizon, windows, as_of, frequency, holidays, known)
    stepped = steps_of(history, as_of, frequency).of_demand(history)
    parts = [stepped.filter(pl.col("unique_id") % shards == rest) for rest in range(shards)]
    models = engine.fit_global_models(
        [engine.gather_shard(part, plan, known.own) for part in reversed(parts)], plan
    )
    backtest = pl.concat([engine.backtest_shard(part, plan, models, known.own, foundation) for part in parts])
    return Trained(plan, models, backtest, engine.fit(backtest, plan, models[FINAL]), known, foundation)


def open_history(history, as_of=DAY, frequency="auto") -> History:
    plan = make_plan(history, as_of=as_of, frequency=frequency)
    stepped = steps_of(history, as_of, frequency).of_demand(history)
    return History(build_panel(stepped, plan.timeline))


def look(history: History, origin: int, horizon: int = 7, origins: Origins | None = None) -> View:
    """A history as methods see it, with nothing known ahead but the calendar."""
    return View(origins or Origins(history, [origin]), see_ahead(history, horizon, {}), origin, horizon)


def forecast_by(name: str, history: History, origin: int, horizon: int = 7):
    """What a method alone forecasts (series, horizon), unguarded; None where it does not suit the frequency."""
    method = REGISTRY[name]
    return (
        method.forecast(look(history, origin, horizon))
        if method.suits(history.panel.timeline.frequency)
        else None
    )


TEAS_AND_SOFAS = [f"Tea {kind}" for kind in ("green", "black", "white", "red")] + [
    f"Sofa {kind}" for kind in "abcd"
]


def teas_and_sofas(new=("Tea blue", 2.0)):
    """Teas sell 20 a day at 2 each, sofas 1 in two days at 900; and one new product that sold once."""
    rng = np.random.default_rng(1)
    parts = [
        daily_history(rng.poisson(20 if name.startswith("Tea") else 0.5, 200), unique_id=number).with_columns(
            price=pl.lit(2.0 if name.startswith("Tea") else 900.0)
        )
        for number, name in enumerate(TEAS_AND_SOFAS)
    ]
    parts.append(daily_history([3.0], unique_id=99).with_columns(price=pl.lit(new[1])))
    names = pl.DataFrame({"unique_id": [*range(len(TEAS_AND_SOFAS)), 99], "name": [*TEAS_AND_SOFAS, new[0]]})
    return pl.concat(parts), names
