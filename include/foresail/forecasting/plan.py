"""What all tasks of one training share: the timeline, the windows, and what is known of the days ahead."""

import json
from collections.abc import Sequence
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
# A backtest of fewer judged steps than this, over all series, has more windows: up to so many.
ROWS_WANTED, WINDOWS_MAX = 600, 12
FINAL = 0
"""The number of the model that forecasts, beside those of the backtest's windows."""


@dataclass(frozen=True)
class Plan:
    """A training's shape.

    `beginnings` say how new products began, in parts of what like ones sell: rows of the least such level
    (units a step), the mean, q025 to q975; none where nothing is new. `holidays` are names by day (ISO),
    shared events among them;
    `events` the names that single series have; `prices` whether prices may be learnt from; `series_share` the
    part of the series that teach; `ends` the last column each model learns from and `shares` the part of the
    pairs it draws, by window (FINAL for the model that forecasts).
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
    beginnings: tuple[tuple[float, ...], ...] = ()

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
            "beginnings": list(self.beginnings),
        }
        return json.dumps(content, sort_keys=True).encode()

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
            tuple(map(tuple, content.get("beginnings", ()))),
        )


@dataclass(frozen=True)
class Steps:
    """How days become steps: the frequency, its anchor, and the first day of the last whole step."""

    frequency: Frequency
    anchor: int
    last: date

    @property
    def since(self) -> date:
        """The first step that is looked back on, were there sales as old as that."""
        back = f"-{self.frequency.history - 1}{self.frequency.every[1:]}"
        return pl.select(pl.lit(self.last).dt.offset_by(back)).item()

    def of_demand(self, demand: pl.DataFrame) -> pl.DataFrame:
        """`demand` (unique_id, ds, y and, where known, price) by step, without an unfinished last one."""
        columns = [pl.col("y").sum()]
        if "price" in demand.columns:
            columns.append(pl.col("price").drop_nulls().last())
        return self._add_up(demand.sort("unique_id", "ds"), ["unique_id", "ds"], columns)

    def of_activity(self, activity: pl.DataFrame) -> pl.DataFrame:
        """`activity` (ds, units, selling) by step; a step's `selling` is that of its busiest day."""
        return self._add_up(activity.sort("ds"), ["ds"], [pl.col("units").sum(), pl.col("selling").max()])

    def _add_up(self, frame: pl.DataFrame, keys: list[str], columns: list[pl.Expr]) -> pl.DataFrame:
        if self.frequency.name != "day":
            step = self.frequency.start_of(pl.col("ds"), self.anchor).alias("ds")
            frame = frame.with_columns(step).group_by(keys, maintain_order=True).agg(columns)
        return frame.filter(pl.col("ds") <= self.last)


def find_steps(days: pl.Series, as_of: date, setting: str) -> Steps:
    """The steps of the data's own frequency, found from the days with sales, or of the one that is set."""
    frequency, anchor = chosen_frequency(setting, days)
    last = pl.select(frequency.start_of(pl.lit(as_of), anchor)).item()
    if chosen_frequency("auto", days)[0].name != frequency.name:
        after = frequency.steps(last, 2)[1]
        if as_of != after - timedelta(days=1):
            last = pl.select(frequency.start_of(pl.lit(last - timedelta(days=1)), anchor)).item()
    return Steps(frequency, anchor, last)


@dataclass(frozen=True)
class Summary:
    """What is known of each series before there is a plan: a row a series, and how its prices held.

    `series` is unique_id, first (its first step with a sale), sold (on how many of the steps that are looked
    back on), y (units in all), begun (the units of its sales
    in its first steps, as many as make a history), price (the median); `unsold` is unique_id, steps (how many
    it was listed on) of what never sold; `changes` counts the prices that another followed, `held` those that
    stayed as they were.
    """

    series: pl.DataFrame
    unsold: pl.DataFrame
    changes: int
    held: int


def summarise(demand: pl.DataFrame, frequency: Frequency, since: date = date.min) -> Summary:
    """Summarise a shard's demand by step; `since` is the first one that is looked back on."""
    sold = demand.filter(pl.col("y") > 0)
    known = pl.col("ds").min().dt.offset_by(f"{frequency.short}{frequency.every[1:]}")
    price = pl.col("price") if "price" in demand.columns else pl.lit(None, pl.Float64).alias("price")
    series = (
        sold.sort("unique_id", "ds")
        .group_by("unique_id", maintain_order=True)
        .agg(
            pl.col("ds").min().alias("first"),
            (pl.col("ds") >= since).sum().alias("sold"),
            pl.col("y").sum(),
            pl.col("y").filter(pl.col("ds") < known).alias("begun"),
            price.median(),
        )
    )
    listed = demand.group_by("unique_id").agg(steps=pl.len().cast(pl.Int64))
    unsold = listed.join(sold, on="unique_id", how="anti").sort("unique_id")
    if "price" not in demand.columns:
        return Summary(series.sort("unique_id"), unsold, 0, 0)
    priced = sold.filter(pl.col("price") > 0).sort("unique_id", "ds")
    change = (pl.col("price") / pl.col("price").shift(1).over("unique_id") - 1).abs()
    changes = priced.select(change.alias("change")).drop_nulls()["change"]
    return Summary(series.sort("unique_id"), unsold, len(changes), int((changes < SAME_PRICE).sum()))


def join_summaries(parts: Sequence[Summary]) -> Summary:
    """One summary of all shards."""
    series = pl.concat([part.series for part in parts]).sort("unique_id")
    unsold = pl.concat([part.unsold for part in parts]).sort("unique_id")
    return Summary(series, unsold, sum(part.changes for part in parts), sum(part.held for part in parts))


def prices_hold(summary: Summary) -> bool:
    """Whether prices are set before sales: most stay as they were from one sale to the next.

    A price that differs with every order is the outcome of the order, not a cause of it: a large order gets a
    discount. Such prices are not learnt from.
    """
    return summary.changes > 0 and summary.held >= HOLDING * summary.changes


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

    Prices are learnt from where they hold, or where any is planned.
    """
    timeline = draw_timeline(activity, steps.last, steps.frequency, steps.anchor)
    # A few series are judged on as many windows as tell something, where their history bears them.
    rows = max(summary.series.height, 1) * horizon
    enough = min(-(-ROWS_WANTED // rows), timeline.length // (2 * horizon), WINDOWS_MAX)
    cuts = cut_windows(timeline, horizon, max(windows, enough))
    days = timeline.frequency.steps(timeline.first, timeline.length)
    place = {day: column for column, day in enumerate(days)}
    first = np.array([place.get(day, 0) for day in summary.series["first"]], dtype=int)
    share = min(1.0, LEARN_SERIES / max(len(first), 1))
    told = (holidays or {}) | known.shared
    prices = prices_hold(summary) or known.has_prices
    plan = Plan(timeline, horizon, cuts, told, known.event_names, prices, share, {}, {})
    ends = {window: cuts.origin(window) for window in cuts.numbers}
    ends[FINAL] = timeline.length - 1
    shares = {}
    for model, end in ends.items():
        pairs = boosting.count_pairs(first, timeline, end, plan.steps(model)) * share
        shares[model] = min(1.0, boosting.PAIRS_MAX[timeline.frequency.name] / pairs) if pairs else 0.0
    return replace(plan, ends=ends, shares=shares)


def measure_activity(demand: pl.DataFrame) -> pl.DataFrame:
    """What all series together sold by step: ds, units, selling (how many series sold something)."""
    sold = demand.filter(pl.col("y") > 0)
    return sold.group_by("ds").agg(pl.col("y").sort().sum().alias("units"), selling=pl.len()).sort("ds")
