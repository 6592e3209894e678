"""Finds products that are sold in one part of the year only, and what their seasons were.

A silence of a third of a year or so is the off season where the same steps a year before were silent, too,
and sales as frequent as in season could not have missed it by chance. Of one that has
stopped there were sales then.
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History

OFF_MIN = {"day": 90, "week": 13, "month": 3}
"""The least off season, in steps."""
TRIM = 0.15
"""This part of an off season, at either end, may be sold on a year before: seasons shift by days."""
LEFT_MAX = 0.02
"""Of a year's units at most this part may be sold in the rest of the off season."""
EXPECTED_MIN = {"day": 12.0, "week": 6.0, "month": 2.5}
"""So many steps would have sold something in it, were it no off season."""
SEASONS_MAX = 3
USUAL_DOUBT = 0.25
MONTH_MIN = 0.02


@dataclass(frozen=True)
class Seasons:
    """The seasons of each series (n) at an origin.

    `is_seasonal` says which are sold in one part of the year only, `missed` which of these did not sell in
    the newest year. `middle` is the column in the middle of the newest off season, `share` the part of the
    year that is in season, `doubt` how far the next season may be from what is expected, in parts of it.
    """

    is_seasonal: Bools
    missed: Bools
    middle: Ints
    share: Floats
    doubt: Floats


@dataclass(frozen=True)
class _Run:
    """The longest silence (inclusive columns) of each series in a year."""

    start: Ints
    end: Ints

    @property
    def length(self) -> Ints:
        return self.end - self.start + 1


def find_seasons(history: History, origin: int) -> Seasons:
    """Find the seasonal series from nothing after column `origin`."""
    year = history.panel.timeline.frequency.year
    newest = _find(history, origin)
    if origin + 1 < 3 * year:
        return newest
    silent = history.sums[:, origin + 1] == history.sums[:, origin + 1 - year]
    before = _find(history, origin - year)
    missed = silent & before.is_seasonal
    return Seasons(
        (newest.is_seasonal & ~silent) | missed,
        missed,
        np.where(missed, before.middle + year, newest.middle),
        np.where(missed, before.share, newest.share),
        np.where(missed, before.doubt, newest.doubt),
    )


def _find(history: History, origin: int) -> Seasons:
    panel, frequency = history.panel, history.panel.timeline.frequency
    year, count = frequency.year, len(panel.ids)
    nothing = np.zeros(count, dtype=bool)
    if origin + 1 < 2 * year or not count:
        return Seasons(nothing, nothing, np.zeros(count, dtype=int), np.ones(count), np.ones(count))
    run = _longest_silence(panel.values[:, origin + 1 - year : origin + 1], origin + 1 - year)
    rows = np.arange(count)
    trimmed = (run.length * TRIM).astype(int)
    start, end = run.start + trimmed - year, run.end - trimmed - year
    start_known = np.maximum(start, 0)
    left = history.sums[rows, np.maximum(end + 1, 0)] - history.sums[rows, start_known]
    before = history.sums[rows, origin + 1 - year] - history.sums[rows, origin + 1 - 2 * year]
    now = history.sums[rows, origin + 1] - history.sums[rows, origin + 1 - year]
    sold = history.sales[rows, origin + 1] - history.sales[rows, origin + 1 - year]
    in_season = np.maximum(year - run.length, 1)
    expected = sold / in_season * (end - start + 1)
    is_seasonal = (
        (run.length >= OFF_MIN[frequency.name])
        & (panel.first <= run.start - year)
        & (start >= 0)
        & (before > 0)
        & (now > 0)
        & (left <= LEFT_MAX * before)
        & (expected >= EXPECTED_MIN[frequency.name])
    )
    middle = (run.start + run.end) // 2
    doubt = np.ones(count)
    at = np.flatnonzero(is_seasonal)
    doubt[at] = _doubt(_sizes(history, at, middle[at]))
    return Seasons(is_seasonal, nothing, middle, in_season / year, doubt)


def _sizes(history: History, rows: Ints, middle: Ints) -> Floats:
    """The units of past seasons (rows, SEASONS_MAX), newest first; NaN before the data, or where none was.

    A season goes from the middle of one off season to that of the next.
    """
    year = history.panel.timeline.frequency.year
    starts = middle[:, None] - year * np.arange(1, SEASONS_MAX + 1)[None, :]
    sizes = np.stack([_between(history, rows, start, year) for start in starts.T], axis=1)
    known = (starts >= 0) & (sizes > 0)
    return np.where(known, sizes, np.nan)


def _doubt(sizes: Floats) -> Floats:
    """How far apart past seasons are, in parts of their mean; with two of them never nearer than usual."""
    count = np.isfinite(sizes).sum(axis=1)
    mean = np.nansum(sizes, axis=1) / np.maximum(count, 1)
    squares = np.nansum((sizes - mean[:, None]) ** 2, axis=1) / np.maximum(count - 1, 1)
    own = np.sqrt(squares) / np.maximum(mean, 1e-9)
    # As if one more pair of seasons had been as far apart as USUAL_DOUBT.
    return np.sqrt(
        ((count - 1) * own**2 + USUAL_DOUBT**2) / np.maximum(count, 1) * (1 + 1 / np.maximum(count, 1))
    )


def _longest_silence(values: Floats, offset: int) -> _Run:
    """The longest run of steps without a sale of each series."""
    count, steps = values.shape
    length, best, end = (np.zeros(count, dtype=int) for _ in range(3))
    for column in range(steps):
        length = np.where(values[:, column] > 0, 0, length + 1)
        longer = length > best
        best, end = np.where(longer, length, best), np.where(longer, column, end)
    return _Run(offset + end - best + 1, offset + end)


def repeat_seasons(history: History, seasons: Seasons, origin: int, horizon: int) -> Floats:
    """Forecast the seasonal series (n, horizon), NaN of others: the shape of past seasons, times their size.

    The size is that of the newest seasons, or goes on rising or falling by half where each was larger, or
    smaller, than the one before; the season under way says the rest. Of what did not sell in the newest year
    half is forecast: it may be gone.
    """
    count = len(history.panel.ids)
    out = np.full((count, horizon), np.nan)
    rows = np.flatnonzero(seasons.is_seasonal)
    if not len(rows):
        return out
    middle = seasons.middle[rows]
    sizes = _sizes(history, rows, middle)
    shapes = _shapes(history, rows, origin, horizon, sizes)
    size = _next_size(sizes)
    size = size * _so_far(history, rows, middle, origin, size)
    size = np.where(seasons.missed[rows], size / 2, size)
    out[rows] = shapes * size[:, None]
    return out


def find_months(history: History, seasons: Seasons) -> dict[int, tuple[int, int]]:
    """The first and the last month (1 to 12) in which each seasonal series is sold, by its id.

    Between the two lies the longest row of months in each of which less than MONTH_MIN of a year is sold.
    """
    months = history.panel.timeline.days.dt.month().to_numpy()
    found = {}
    for row in np.flatnonzero(seasons.is_seasonal):
        units = np.bincount(months, history.panel.values[row], 13)[1:]
        sold = units >= MONTH_MIN * units.sum()
        starts = [month for month in range(12) if sold[month] and not sold[month - 1]]
        if not starts:
            continue
        ends = [next(at for at in range(start, start + 12) if not sold[(at + 1) % 12]) for start in starts]
        gaps = [(starts[(place + 1) % len(starts)] - ends[place]) % 12 for place in range(len(starts))]
        widest = int(np.argmax(gaps))
        first, last = starts[(widest + 1) % len(starts)], ends[widest] % 12
        found[int(history.panel.ids[row])] = (first + 1, last + 1)
    return found


def _between(history: History, rows: Ints, start: Ints, steps: int) -> Floats:
    """The units of so many steps from a column on; what lies before the data is nothing."""
    first, last = np.maximum(start, 0), np.maximum(start + steps, 0)
    units: Floats = history.sums[rows, last] - history.sums[rows, first]
    return units


def _shapes(history: History, rows: Ints, origin: int, horizon: int, sizes: Floats) -> Floats:
    """What part of a season's units each step ahead is, by the known seasons' mean (rows, horizon)."""
    frequency = history.panel.timeline.frequency
    year, width = frequency.year, frequency.year_half_width
    steps = np.arange(1, horizon + 1)
    total, weights = np.zeros((len(rows), horizon)), np.zeros((len(rows), horizon))
    for back in range(sizes.shape[1] + 1):
        targets = origin + steps - year * (-(-steps // year) + back)
        if (targets < 0).any():
            break
        around = np.mean(
            [
                history.panel.values[rows][:, np.clip(targets + shift, 0, origin)]
                for shift in range(-width, width + 1)
            ],
            axis=0,
        )
        season = np.minimum(back, sizes.shape[1] - 1)
        size = sizes[:, season][:, None]
        usable = np.isfinite(size) & (size > 0)
        total += np.where(usable, around / np.where(usable, size, 1.0), 0.0)
        weights += usable
        if back == sizes.shape[1] - 1:
            break
    shape = np.where(weights > 0, total / np.maximum(weights, 1), 0.0)
    return shape * _weekdays(history, rows, origin, horizon)


def _weekdays(history: History, rows: Ints, origin: int, horizon: int) -> Floats:
    """What part of its week's mean each step ahead is, by two years and more, drawn towards an even week."""
    season = history.panel.timeline.frequency.season
    if season == 1:
        return np.ones((len(rows), horizon))
    weeks = (origin + 1) // season
    values = history.panel.values[rows, origin + 1 - weeks * season : origin + 1]
    table = values.reshape(len(rows), weeks, season).sum(axis=1)
    # Ten sales of each weekday weigh as much as what is believed beforehand.
    sold = np.maximum((values > 0).sum(axis=1, keepdims=True) / season, 1.0)
    even = table.mean(axis=1, keepdims=True)
    parts = (table + even * 10 / sold) / (even * (1 + 10 / sold))
    return parts[:, np.arange(horizon) % season]


def _next_size(sizes: Floats) -> Floats:
    """The units of the coming season; `sizes` (rows, seasons) are past ones, newest first, NaN if unknown."""
    weights = np.array([0.5, 0.3, 0.2][: sizes.shape[1]])[None, :] * np.isfinite(sizes)
    mean: Floats = np.nansum(np.nan_to_num(sizes) * weights, axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    newest, oldest = sizes[:, 0], sizes[:, -1]
    with np.errstate(all="ignore"):
        ratios = sizes[:, :-1] / sizes[:, 1:]
        goes_on = np.isfinite(sizes).all(axis=1) & ((ratios > 1).all(axis=1) | (ratios < 1).all(axis=1))
        a_year = (newest / oldest) ** (1 / (2 * (sizes.shape[1] - 1)))
    return np.where(goes_on, newest * np.clip(np.nan_to_num(a_year, nan=1.0), 0.5, 2.0), mean)


def _so_far(history: History, rows: Ints, middle: Ints, origin: int, size: Floats) -> Floats:
    """What the season under way is of one of that size, by what it has sold until now."""
    year = history.panel.timeline.frequency.year
    steps = origin + 1 - middle
    now = history.sums[rows, origin + 1] - history.sums[rows, np.maximum(middle, 0)]
    then = (
        history.sums[rows, np.maximum(origin + 1 - year, 0)]
        - history.sums[rows, np.maximum(middle - year, 0)]
    )
    whole = _between(history, rows, middle - year, year)
    expected = np.where(whole > 0, then / np.maximum(whole, 1e-9), 0.0) * size
    doubt = 0.1 * size
    factor = (now + doubt) / np.maximum(expected + doubt, 1e-9)
    return np.where((steps > 0) & (size > 0), np.clip(factor, 0.0, 5.0), 1.0)
