"""What all tasks of one training share: the timeline, the windows, and what is known of the days ahead."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from foresail.forecasting import boosting
from foresail.forecasting.backtesting import Windows, cut_windows
from foresail.forecasting.frequency import Frequency, chosen_frequency
from foresail.forecasting.known import NOTHING, Known
from foresail.forecasting.panel import Timeline, draw_timeline

# The global model learns from at most this many series, drawn by hash: beyond, more of them teach it little.
LEARN_SERIES = 20_000
# Prices this close, in parts of each other, are the same; as many as this must be for them to be set ahead.
SAME_PRICE, HOLDING = 0.005, 0.5
FINAL = 0
"""The number of the model that forecasts, beside those of the backtest's windows."""


@dataclass(frozen=True)
class Plan:
    """A training's shape.

    `holidays` are names by day (ISO), shared events among them; `events` the names that single series have;
    `prices` whether prices may be learnt from; `series_share` the part of
    the series that teach; `ends` the last column each model learns from and `shares` the part of the pairs it
    draws, by window (FINAL for the model that forecasts).
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

    @property
    def as_of(self) -> date:
        """The first day of the last step with data."""
        return self.timeline.frequency.steps(self.timeline.first, self.timeline.length)[-1]

    def steps(self, model: int) -> int:
        """How many steps ahead a model learns to forecast."""
        return self.learnt if model == FINAL else self.windows.steps

    @property
    def learnt(self) -> int:
        """How many steps ahead the final model is taught: the horizon, where the history bears it."""
        return max(self.windows.steps, min(self.horizon, self.timeline.length // 3))

    def to_bytes(self) -> bytes:
        """As canonical JSON."""
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
        }
        return json.dumps(content, sort_keys=True).encode()

    def digest(self, beside: bytes = b"") -> str:
        """A short name of the plan and what lies beside it: the same for the same ones."""
        return hashlib.sha256(self.to_bytes() + beside).hexdigest()[:8]

    @classmethod
    def from_bytes(cls, data: bytes) -> "Plan":
        """From canonical JSON."""
        content = json.loads(data)
        timeline = Timeline.from_json(content["timeline"])
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
        )


def to_steps(
    demand: pl.DataFrame, as_of: date, setting: str
) -> tuple[pl.DataFrame, date, tuple[Frequency, int]]:
    """Add up days to steps of the data's own frequency, or a set one, without an unfinished last step.

    `demand` is unique_id, ds, y and, where known, price. Returns it by step, the first day of the last whole
    step, and the frequency with its anchor.
    """
    frequency, anchor = chosen_frequency(setting, demand.filter(pl.col("y") > 0)["ds"])
    own = chosen_frequency("auto", demand["ds"])[0]
    start = frequency.start_of(pl.lit(as_of), anchor)
    last = pl.select(start).item()
    if own.name != frequency.name:
        after = frequency.steps(last, 2)[1]
        if as_of != after - timedelta(days=1):
            before = pl.select(frequency.start_of(pl.lit(last - timedelta(days=1)), anchor)).item()
            last = before
    if frequency.name == "day":
        return demand, last, (frequency, anchor)
    columns = [pl.col("y").sum()]
    if "price" in demand.columns:
        columns.append(pl.col("price").drop_nulls().last())
    stepped = (
        demand.sort("unique_id", "ds")
        .with_columns(frequency.start_of(pl.col("ds"), anchor).alias("ds"))
        .group_by("unique_id", "ds", maintain_order=True)
        .agg(columns)
    )
    return stepped.filter(pl.col("ds") <= last), last, (frequency, anchor)


def make_plan(
    activity: pl.DataFrame,
    first_sales: pl.DataFrame,
    as_of: date,
    frequency: tuple[Frequency, int],
    horizon: int,
    windows: int,
    holidays: dict[str, str] | None = None,
    prices: bool = False,
    known: Known = NOTHING,
) -> Plan:
    """Plan a training.

    `activity` is ds, units, selling over all series; `first_sales` is unique_id, ds. Prices are learnt from
    where they hold, or where any is planned.
    """
    timeline = draw_timeline(activity, as_of, *frequency)
    cuts = cut_windows(timeline, horizon, windows)
    place = {
        day: column for column, day in enumerate(timeline.frequency.steps(timeline.first, timeline.length))
    }
    first = np.array([place.get(day, 0) for day in first_sales["ds"]], dtype=int)
    share = min(1.0, LEARN_SERIES / max(len(first), 1))
    days = (holidays or {}) | known.shared
    prices = prices or known.has_prices
    plan = Plan(timeline, horizon, cuts, days, known.event_names, prices, share, {}, {})
    ends = {window: cuts.origin(window) for window in cuts.numbers}
    ends[FINAL] = timeline.length - 1
    shares = {}
    for model, end in ends.items():
        pairs = boosting.count_pairs(first, timeline, end, plan.steps(model)) * share
        shares[model] = min(1.0, boosting.PAIRS_MAX[timeline.frequency.name] / pairs) if pairs else 0.0
    return replace(plan, ends=ends, shares=shares)


def prices_hold(demand: pl.DataFrame) -> bool:
    """Whether prices are set before sales: most stay as they were from one sale to the next.

    A price that differs with every order is the outcome of the order, not a cause of it: a large order gets a
    discount. Such prices are not learnt from.
    """
    if "price" not in demand.columns:
        return False
    priced = demand.filter((pl.col("price") > 0) & (pl.col("y") > 0)).sort("unique_id", "ds")
    change = (pl.col("price") / pl.col("price").shift(1).over("unique_id") - 1).abs()
    changes = priced.select(change.alias("change")).drop_nulls()
    return changes.height > 0 and changes.select((pl.col("change") < SAME_PRICE).mean()).item() >= HOLDING


def measure_activity(demand: pl.DataFrame) -> pl.DataFrame:
    """What all series together sold by step: ds, units, selling (how many series sold something)."""
    sold = demand.filter(pl.col("y") > 0)
    return sold.group_by("ds").agg(pl.col("y").sort().sum().alias("units"), selling=pl.len()).sort("ds")
