"""Finds the weekdays on which a single series is closed, where the catalogue is open.

A weekday without a sale for many weeks is closed where, by how often the series sells on its other days and
by how busy that weekday is for the catalogue, chance would not have left it empty.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History
from foresail.forecasting.data.seasonal_profiles import CLOSED_WEEKS_MIN, WEEKS

# Chance leaves a weekday so empty once in a million times: the exponential of minus this.
DOUBT = 14.0
# Of a product that sells every day no more is known than of one that does on all but one in so many.
RATE_MAX = 5.0
WEEK = 7


@dataclass(frozen=True)
class ClosedWeekdays:
    """What series with closed weekdays would have sold on them, and which lie ahead.

    `values` (n, length) is the history with the usual on closed days; `ahead` by origin which of the steps
    after it are closed (n, horizon).
    """

    values: Floats
    ahead: dict[int, Bools]


def find_closed_weekdays(history: History, origins: Collection[int], horizon: int) -> ClosedWeekdays | None:
    """Find the closed weekdays of each series at each column, from nothing after it; None without any."""
    panel = history.panel
    length = panel.timeline.length
    if panel.timeline.frequency.season != WEEK or length < (CLOSED_WEEKS_MIN + 1) * WEEK:
        return None
    units = np.array(panel.timeline.units)
    every = np.arange(len(panel.ids))
    ends = {length - 1, *origins}
    found = [_is_closed(history, units, every, end - day) for end in ends for day in range(WEEK)]
    rows = np.flatnonzero(np.any(found, axis=0))
    if not len(rows):
        return None
    values = panel.values.copy()
    for column in range(CLOSED_WEEKS_MIN * WEEK, length):
        closed = rows[_is_closed(history, units, rows, column)]
        if len(closed):
            usual = values[closed, column - WEEK : column].mean(axis=1)
            values[closed, column] = usual * _share(units, column)
    ahead = {origin: _look_ahead(history, units, rows, origin, horizon) for origin in origins}
    return ClosedWeekdays(values, ahead)


def _look_ahead(history: History, units: Floats, rows: Ints, origin: int, horizon: int) -> Bools:
    out = np.zeros((len(history.panel.ids), horizon), dtype=bool)
    for phase in range(min(WEEK, horizon)):
        closed = rows[_is_closed(history, units, rows, origin + phase + 1 - WEEK)]
        out[closed, phase::WEEK] = True
    return out


def _is_closed(history: History, units: Floats, rows: Ints, column: int) -> Bools:
    """Whether the weekday of a column is closed for each of the rows, as far as is known at it."""
    panel = history.panel
    weeks = min(WEEKS, (column + 1) // WEEK)
    if weeks < CLOSED_WEEKS_MIN:
        return np.zeros(len(rows), dtype=bool)
    same = column - WEEK * np.arange(weeks)
    sold = panel.values[rows[:, None], same[None, :]] > 0
    empty = np.where(sold.any(axis=1), sold.argmax(axis=1), weeks)
    empty = np.clip((column - panel.first[rows]) // WEEK, 0, empty)
    start = np.maximum(column + 1 - WEEK * empty, 0)
    others = history.sales[rows, column + 1] - history.sales[rows, start]
    share = others / np.maximum((WEEK - 1) * empty, 1)
    rate = np.minimum(-np.log1p(-np.minimum(share, 1 - 1e-9)), RATE_MAX)
    is_closed: Bools = (empty >= CLOSED_WEEKS_MIN) & (rate * empty * _share(units, column) > DOUBT)
    return is_closed


def _share(units: Floats, column: int) -> float:
    """What part of an average day's the catalogue sells on the weekday of a column."""
    newest = units[max(0, column + 1 - WEEK * CLOSED_WEEKS_MIN) : column + 1]
    mean = newest.mean()
    return float(newest[::-1][::WEEK].mean() / mean) if mean > 0 else 0.0
