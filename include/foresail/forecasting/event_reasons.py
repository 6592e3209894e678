"""Says of a series what the events ahead of it do to its forecast."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.covariates.future import YEARLY
from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.view import View

# What changes the forecast by less than this is not worth a sentence.
TIMES_TOLD, UNITS_TOLD = 0.1, 0.5


def tell_events(view: View, mean: Floats, events: tuple[str, ...]) -> dict[int, str]:
    """Say by series id what the events ahead add or take away, in units, of the most important one.

    `mean` (series, horizon) is units a step; `events` are the names that single series have, in order.
    """
    times = view.event_times
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.where(times > 0, mean - mean / times, -view.flat(view.description.level))
    apart = np.abs(times - 1) >= TIMES_TOLD
    ahead = _look_ahead(view)
    out = {}
    for row in np.flatnonzero(apart.any(axis=1)).tolist():
        told = _tell(view, row, np.where(apart[row], units[row], 0.0), ahead, events)
        if told:
            out[int(view.history.panel.ids[row])] = told
    return out


@dataclass(frozen=True)
class _Ahead:
    """The day of each step ahead, and the names of what all series have on it."""

    days: list[str]
    shared: list[list[str]]


def _look_ahead(view: View) -> _Ahead:
    days: pl.Series = view.history.panel.timeline.days_ahead(view.horizon)
    occasions = view.future.occasions[view.origin + 1 :][: view.horizon]
    shared = [
        [YEARLY if name.startswith(YEARLY) else name for name in sorted(occasion)] for occasion in occasions
    ]
    return _Ahead(days.cast(pl.String).to_list(), shared)


def _tell(view: View, row: int, units: Floats, ahead: _Ahead, events: tuple[str, ...]) -> str:
    names = [_name(view, row, step, shared, events) for step, shared in enumerate(ahead.shared)]
    sums: dict[str, float] = {}
    for name, change in zip(names, units.tolist(), strict=True):
        if change:
            sums[name] = sums.get(name, 0.0) + change
    name = max(sums, key=lambda each: (abs(sums[each]), each), default="")
    if not name or abs(sums[name]) < UNITS_TOLD:
        return ""
    steps = [step for step, each in enumerate(names) if each == name and units[step]]
    day = ahead.days[steps[0]]
    times = float(np.mean(view.event_times[row, steps]))
    if abs(times - 1) < TIMES_TOLD:
        return ""
    told = name.replace(YEARLY, "The peak of the year" if times > 1 else "The low of the year")
    amount = f"{times:.1f} times" if times >= 1.5 else f"{times:.0%} of"
    more = "more" if sums[name] > 0 else "less"
    count = abs(sums[name])
    size = f"{count:,.0f}" if count >= 9.5 else f"{count:.1f}"
    return f" {told} from {day} is forecast at {amount} usual sales, as it sold before: {size} units {more}."


def _name(view: View, row: int, step: int, shared: list[str], events: tuple[str, ...]) -> str:
    column = view.origin + 1 + step
    codes = [int(each[row, column]) for each in view.future.own.values() if each[row, column] > 0]
    return " + ".join([*shared, *(events[code - 1] for code in codes)])
