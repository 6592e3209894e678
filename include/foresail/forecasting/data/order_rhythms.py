"""Finds series that are ordered to a calendar: every so many days, or on one day of each month.

Orders that kept one rhythm for so long come by no chance, and the next ones fall on days that are known: a
mean over all days would be wrong on each of them.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import NormalDist

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.history import History
from foresail.forecasting.data.timeline import Timeline

ORDERS_MIN, ORDERS_MAX = 6, 12
"""So many orders must have kept the rhythm, and no more of the newest ones are looked at."""
INTERVAL_MIN = 2
# One order in so many may be missing, or come beside the rhythm.
DEVIATES = 6
# Sizes that never differed may differ yet.
VARIATION_MIN = 0.05
SATURDAY = 5


@dataclass(frozen=True)
class Rhythm:
    """When a series is ordered: in words, and the steps after the origin (0 the first) that are due.

    `size` is the mean of its orders (units), `variation` their standard deviation in parts of it.
    """

    words: str
    due: list[int]
    size: float
    variation: float

    def quantile(self, level: float) -> float:
        """A quantile of an order (units), as of a normal distribution."""
        spread = self.variation * np.sqrt(1 + 1 / ORDERS_MIN)
        return float(max(0.0, self.size * (1 + spread * NormalDist().inv_cdf(level))))


def find_rhythms(history: History, origin: int, horizon: int) -> dict[int, Rhythm]:
    """Find the rhythm of the series (by row) that are ordered to a calendar, from nothing after `origin`."""
    panel = history.panel
    if panel.timeline.frequency.name == "month":
        return {}
    rows = np.arange(len(panel.ids))
    sales, age = history.sales[rows, origin + 1], origin + 1 - panel.first
    rare = (sales >= ORDERS_MIN) & (age >= np.maximum(INTERVAL_MIN * sales, panel.timeline.frequency.short))
    out = {}
    for row in np.flatnonzero(rare).tolist():
        places = np.flatnonzero(panel.values[row, : origin + 1] > 0)[-ORDERS_MAX:]
        found = _find(places, panel.timeline, origin, horizon)
        if found:
            sizes = panel.values[row, places]
            variation = max(float(sizes.std() / sizes.mean()), VARIATION_MIN)
            out[row] = Rhythm(*found, float(sizes.mean()), variation)
    return out


def rhythm_forecast(rhythms: dict[int, Rhythm], count: int, horizon: int) -> Floats:
    """Forecast each rhythm's orders (series, horizon); NaN of series without one."""
    out = np.full((count, horizon), np.nan)
    for row, rhythm in rhythms.items():
        out[row] = 0.0
        out[row, rhythm.due] = rhythm.size
    return out


def _find(places: Ints, timeline: Timeline, origin: int, horizon: int) -> tuple[str, list[int]] | None:
    """The rhythm in words, and the steps that are due."""
    gaps = np.diff(places)
    usual = int(np.median(gaps))
    kept = (gaps == usual).sum() >= len(gaps) - len(gaps) // DEVIATES and not (gaps % usual).any()
    if usual >= INTERVAL_MIN and kept:
        if origin - places[-1] >= 2 * usual:
            return None
        ahead = np.arange(places[-1] + usual, origin + horizon + 1, usual) - origin - 1
        return f"every {usual} {timeline.frequency.name}s", ahead[ahead >= 0].tolist()
    if timeline.frequency.name != "day":
        return None
    days = [timeline.first + timedelta(days=int(place)) for place in places]
    return _find_monthly(days, timeline.first + timedelta(days=origin), horizon)


def _find_monthly(days: list[date], now: date, horizon: int) -> tuple[str, list[int]] | None:
    end = now + timedelta(days=horizon)
    months = list(_each_month(days[0], end))
    spared = len(days) // DEVIATES
    for words, due_in in _monthly(days[-1]):
        due = [due_in(month) for month in months]
        past = [day for day in due if days[0] <= day <= now]
        kept = set(days) & set(past)
        is_late = len(past) > 1 and not kept & set(past[-2:])
        if len(kept) >= max(len(days), len(past)) - spared and not is_late:
            return words, [(day - now).days - 1 for day in due if now < day <= end]
    return None


def _each_month(start: date, end: date) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= end:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _monthly(day: date) -> Iterator[tuple[str, Callable[[date], date]]]:
    """The monthly rhythms that a day may be of: its number, the last day, the first working day from one."""
    yield f"on day {day.day} of each month", partial(_day_of, number=day.day)
    yield "on the last day of each month", partial(_day_of, number=31)
    for number in range(max(1, day.day - 2), day.day + 1):
        yield f"on day {number} of each month, or the Monday after a weekend", partial(_moved, number=number)


def _day_of(month: date, number: int) -> date:
    return month.replace(day=min(number, monthrange(month.year, month.month)[1]))


def _moved(month: date, number: int) -> date:
    day = _day_of(month, number)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
