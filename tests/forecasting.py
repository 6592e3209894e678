"""Runs the engine on frames, as the tasks run it on the object storage."""

from dataclasses import dataclass

import polars as pl
from foresail.forecasting import engine
from foresail.forecasting import plan as planning
from foresail.forecasting.history import History
from foresail.forecasting.known import NOTHING, Known
from foresail.forecasting.panel import build_panel
from foresail.forecasting.plan import FINAL, Plan

from tests.factories import DAY


@dataclass(frozen=True)
class Trained:
    plan: Plan
    models: dict[int, bytes | None]
    backtest: pl.DataFrame
    fitted: engine.Fitted
    known: Known

    def forecast(self, history: pl.DataFrame, horizon: int | None = None):
        stepped = steps_of(history, self.as_of, self.plan.timeline.frequency.name).of_demand(history)
        horizon = horizon or self.plan.horizon
        model, booster = self.fitted.model, self.models[FINAL]
        return engine.forecast_shard(stepped, self.plan, model, booster, horizon, self.known.own)

    @property
    def as_of(self):
        return self.plan.as_of


def steps_of(history, as_of=DAY, frequency="auto") -> planning.Steps:
    return planning.find_steps(history.filter(pl.col("y") > 0)["ds"], as_of, frequency)


def make_plan(
    history, horizon=14, windows=3, as_of=DAY, frequency="auto", holidays=None, known=NOTHING
) -> Plan:
    steps = steps_of(history, as_of, frequency)
    stepped = steps.of_demand(history)
    activity, summary = planning.measure_activity(stepped), planning.summarise(stepped, steps.frequency)
    return planning.make_plan(activity, summary, steps, horizon, windows, holidays, known)


def train(
    history, horizon=14, windows=3, as_of=DAY, frequency="auto", shards=1, holidays=None, known=NOTHING
) -> Trained:
    plan = make_plan(history, horizon, windows, as_of, frequency, holidays, known)
    stepped = steps_of(history, as_of, frequency).of_demand(history)
    parts = [stepped.filter(pl.col("unique_id") % shards == rest) for rest in range(shards)]
    models = engine.learn([engine.gather_shard(part, plan, known.own) for part in reversed(parts)], plan)
    backtest = pl.concat([engine.backtest_shard(part, plan, models, known.own) for part in parts])
    return Trained(plan, models, backtest, engine.fit(backtest, plan, models[FINAL]), known)


def open_history(history, as_of=DAY, frequency="auto") -> History:
    plan = make_plan(history, as_of=as_of, frequency=frequency)
    stepped = steps_of(history, as_of, frequency).of_demand(history)
    return History(build_panel(stepped, plan.timeline))
