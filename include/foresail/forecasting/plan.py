"""What all tasks of one training share: the timeline, the windows, and what is known of the days ahead."""

import json
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from foresail.forecasting.covariates.known import NOTHING, Known
from foresail.forecasting.data.arrays import Ints
from foresail.forecasting.data.periods import Steps
from foresail.forecasting.data.summary import Summary, prices_hold
from foresail.forecasting.data.timeline import Timeline, draw_timeline
from foresail.forecasting.evaluation.windows import Windows, cut_windows
from foresail.forecasting.methods.global_model.training_set import PAIRS_MAX, count_pairs

# The global model learns from at most this many series, drawn by hash: beyond, more of them teach it little.
TRAINING_SERIES_MAX = 20_000
# A backtest of fewer measured steps than this, over all series, has more windows: up to so many.
ROWS_WANTED, WINDOWS_MAX = 600, 12
FINAL = 0
"""The number of the model that forecasts, beside those of the backtest's windows."""


@dataclass(frozen=True)
class Plan:
    """A training's shape.

    `holidays` are names by day (ISO), shared events among them; `events` the names that single series have;
    `prices` whether prices may be learned from; `series_share` the part of the series that the global models
    learn from; `ends` the last column each of them learns from and `shares` the part of the pairs it draws,
    by window (FINAL for the model that forecasts). `launch_profiles` say how new products began, in parts of
    what like ones sell: rows of the least such level (units a step), the mean, q025 to q975; none where
    nothing is new.
    """

    timeline: Timeline
    horizon: int
    windows: Windows
    holidays: dict[str, str]
    events: tuple[str, ...]
    prices: bool
    series_share: float
    ends: dict[int, int]
    shares: dict[int, float]
    launch_profiles: tuple[tuple[float, ...], ...] = ()

    @property
    def as_of(self) -> date:
        """The first day of the last step with data."""
        return self.timeline.as_of

    def steps(self, model: int) -> int:
        """Count the steps ahead that a model is fitted to forecast."""
        return self.fitted_steps if model == FINAL else self.windows.steps

    @property
    def fitted_steps(self) -> int:
        """How many steps ahead the final model is fitted for: the horizon, where the history bears it."""
        return max(self.windows.steps, min(self.horizon, self.timeline.length // 3))

    def to_bytes(self) -> bytes:
        """Write canonical JSON."""
        content = {
            "timeline": self.timeline.to_json(),
            "horizon": self.horizon,
            "windows": self.windows.count,
            "holidays": self.holidays,
            "events": list(self.events),
            "prices": self.prices,
            "series_share": self.series_share,
            "ends": {str(key): value for key, value in self.ends.items()},
            "shares": {str(key): value for key, value in self.shares.items()},
            "launch_profiles": list(self.launch_profiles),
        }
        return json.dumps(content, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Plan":
        """Read canonical JSON; of a plan from before they had that name, `beginnings` are launch profiles."""
        content = json.loads(data)
        timeline = Timeline.from_json(content["timeline"])
        profiles = content.get("launch_profiles", content.get("beginnings", ()))
        return cls(
            timeline,
            content["horizon"],
            cut_windows(timeline, content["horizon"], content["windows"]),
            content["holidays"],
            tuple(content["events"]),
            content["prices"],
            content["series_share"],
            {int(key): value for key, value in content["ends"].items()},
            {int(key): value for key, value in content["shares"].items()},
            tuple(map(tuple, profiles)),
        )


def make_plan(
    activity: pl.DataFrame,
    summary: Summary,
    steps: Steps,
    horizon: int,
    windows: int,
    holidays: dict[str, str] | None = None,
    known: Known = NOTHING,
) -> Plan:
    """Plan a training. `activity` is ds, units, selling over all series, by step.

    Prices are learned from where they hold, or where any is planned.
    """
    timeline = draw_timeline(activity, steps.last, steps.frequency, steps.anchor)
    series = summary.series.height
    # A few series are measured on as many windows as tell something, where their history bears them.
    rows = max(series, 1) * horizon
    enough = min(-(-ROWS_WANTED // rows), timeline.length // (2 * horizon), WINDOWS_MAX)
    plan = Plan(
        timeline,
        horizon,
        cut_windows(timeline, horizon, max(windows, enough)),
        (holidays or {}) | known.shared,
        known.event_names,
        prices_hold(summary) or known.has_prices,
        min(1.0, TRAINING_SERIES_MAX / max(series, 1)),
        ends={},
        shares={},
    )
    place = {day: column for column, day in enumerate(timeline.days)}
    first = np.array([place.get(day, 0) for day in summary.series["first"]], dtype=int)
    ends = {window: plan.windows.origin(window) for window in plan.windows.numbers}
    ends[FINAL] = timeline.length - 1
    return replace(plan, ends=ends, shares=_share_pairs(plan, first, ends))


def _share_pairs(plan: Plan, first: Ints, ends: dict[int, int]) -> dict[int, float]:
    """The part of its pairs that each model draws: no training set is larger than teaches anything."""
    shares = {}
    for model, end in ends.items():
        pairs = count_pairs(first, plan.timeline, end, plan.steps(model)) * plan.series_share
        shares[model] = min(1.0, PAIRS_MAX[plan.timeline.frequency.name] / pairs) if pairs else 0.0
    return shares
