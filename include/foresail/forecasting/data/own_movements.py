"""How a series moves on its own, where that is beyond doubt: a year that repeats itself, growth or decline.

Few real products do. A year of one's own counts where copying last year forecast the past clearly better than
going on with the newest level; growth where a line through a year or more leaves next to nothing unexplained.
Weaker trends do not last: going on with them made real catalogues worse (docs/forecasting.md).
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History

# A block is what is added up to tell a movement from chance: four weeks.
BLOCK = {"day": 28, "week": 4}
# Last year is taken as the mean of so many blocks around a step, and the change since over so many.
CHANGE_BLOCKS = 2
JUDGED_MAX, JUDGED_MIN = 12, 8
# Copying last year must leave at most this part of the squared error of the newest level, which must be more
# than chance makes of counts (whose roots, doubled, vary by one).
ERROR_MAX, MOVES_MIN = 0.5, 8.0
TREND_BLOCKS_MAX, TREND_BLOCKS_MIN = 24, 12
# A slope this many times its standard error explains nearly nine tenths of the changes of 18 blocks.
TREND_T_MIN = 10.0
# A trend goes on for at most so many blocks, and from where the newest ones lie close to it.
TREND_AHEAD, RESIDUALS_MAX = 2.0, 1.5
WEEKS, SWING_BLOCKS = 26, 4


@dataclass(frozen=True)
class Movements:
    """What series that move on their own go on with: units a step (series, horizon), NaN of others.

    `swing` is their usual change from step to step, as of late and in proportion to the root of `values`.
    `change` is how many times as much they sell as a year before, or as a block before where `grows`.
    """

    values: Floats
    swing: Floats
    change: Floats
    grows: Bools

    @property
    def rows(self) -> Ints:
        """The series that move on their own."""
        return np.flatnonzero(np.isfinite(self.values).all(axis=1))

    def words(self, row: int) -> str:
        """What was seen of a series."""
        change = self.change[row] - 1
        if self.grows[row]:
            went, noun = ("grown", "growth") if change > 0 else ("fallen", "decline")
            rate = f"{abs(change):.0%} every 4 weeks"
            return f"Sales have {went} by {rate} for a year or more: the {noun} goes on."
        more = f", {abs(change):.0%} {'higher' if change > 0 else 'lower'}" if abs(change) >= 0.005 else ""
        return f"Sales rise and fall at the same time every year: last year's are repeated{more}."


def find_movements(history: History, origin: int, horizon: int) -> Movements:
    """Find the series that move on their own, from nothing after `origin`."""
    count = len(history.panel.ids)
    if history.panel.timeline.frequency.name not in BLOCK or not count:
        nothing = np.full((count, horizon), np.nan)
        return Movements(nothing, nothing, np.ones(count), np.zeros(count, dtype=bool))
    yearly, change = _repeat_year(history, origin, horizon)
    trending, growth = _go_on(history, origin, horizon)
    grows: Bools = np.isfinite(trending[:, 0])
    values = np.where(grows[:, None], trending, yearly)
    moves = np.flatnonzero(np.isfinite(values).all(axis=1))
    if len(moves):
        values[moves] *= _week(history, origin, horizon, moves)
    return Movements(values, _swing(history, origin, values), np.where(grows, growth, change), grows)


def _repeat_year(history: History, origin: int, horizon: int) -> tuple[Floats, Floats]:
    """Last year times the change since, of series that it forecast well, and that change."""
    block = BLOCK[history.panel.timeline.frequency.name]
    count = len(history.panel.ids)
    ours, flat, judged = np.zeros((3, count))
    for back in range(1, JUDGED_MAX + 1):
        end = origin - block * back
        if end < 0:
            break
        copied, change = _copy_year(history, end, block)
        sold = history.sums[:, end + block + 1] - history.sums[:, end + 1]
        level = history.sums[:, end + 1] - history.sums[:, max(end + 1 - block, 0)]
        told = np.isfinite(change)
        ours += np.where(told, 4 * (np.sqrt(copied.sum(axis=1)) - np.sqrt(sold)) ** 2, 0.0)
        flat += np.where(told, 4 * (np.sqrt(level) - np.sqrt(sold)) ** 2, 0.0)
        judged += told
    repeats = (judged >= JUDGED_MIN) & (ours < ERROR_MAX * flat) & (flat > MOVES_MIN * judged)
    copied, change = _copy_year(history, origin, horizon)
    return np.where(repeats[:, None], copied, np.nan), change


def _copy_year(history: History, end: int, steps: int) -> tuple[Floats, Floats]:
    """The steps after `end` as a year before, smoothed, times the change since; NaN where not known."""
    frequency = history.panel.timeline.frequency
    block, sums = BLOCK[frequency.name], history.sums
    span = CHANGE_BLOCKS * block
    if end + 1 < frequency.year + span:
        nothing = np.full(len(sums), np.nan)
        return np.repeat(nothing[:, None], steps, axis=1), nothing
    ahead = end + 1 + np.arange(steps)
    ahead -= frequency.year * -(-(ahead - end) // frequency.year)
    low, high = np.maximum(ahead - block // 2, 0), np.minimum(ahead + block // 2, end + 1)
    smoothed = (sums[:, high] - sums[:, low]) / (high - low)
    now = sums[:, end + 1] - sums[:, end + 1 - span]
    then = sums[:, end + 1 - frequency.year] - sums[:, end + 1 - frequency.year - span]
    known = (history.panel.first <= end + 1 - frequency.year - span) & (then > 0) & (now > 0)
    change = np.where(known, now / np.where(known, then, 1.0), np.nan)
    return smoothed * change[:, None], change


def _go_on(history: History, origin: int, horizon: int) -> tuple[Floats, Floats]:
    """The trend ahead of series that have kept to one, and how many times as much they sell each block."""
    block = BLOCK[history.panel.timeline.frequency.name]
    count = len(history.panel.ids)
    values, growth = np.full((count, horizon), np.nan), np.ones(count)
    blocks = np.clip((origin + 1 - history.panel.first) // block, 0, TREND_BLOCKS_MAX)
    away = 0.5 + np.minimum((np.arange(horizon) + 0.5) / block, TREND_AHEAD)
    for length in np.unique(blocks[blocks >= TREND_BLOCKS_MIN]):
        rows = np.flatnonzero(blocks == length)
        ends = origin + 1 - block * np.arange(length - 1, -1, -1)
        sold = history.sums[np.ix_(rows, ends)] - history.sums[np.ix_(rows, ends - block)]
        rows, sold = rows[(sold > 0).all(axis=1)], sold[(sold > 0).all(axis=1)]
        slope, last, lasts = _fit_line(np.log(sold))
        values[rows[lasts]] = np.exp(last[:, None] + slope[:, None] * away)[lasts] / block
        growth[rows[lasts]] = np.exp(slope[lasts])
    return values, growth


def _fit_line(logs: Floats) -> tuple[Floats, Floats, Bools]:
    """The slope and the newest value of the line through each row, and whether nothing speaks against it."""
    length = logs.shape[1]
    time = np.arange(length) - (length - 1) / 2
    spread = (time**2).sum()
    slope = (logs * time).sum(axis=1) / spread
    middle = logs.mean(axis=1)
    residuals = logs - middle[:, None] - slope[:, None] * time
    deviation = np.sqrt((residuals**2).sum(axis=1) / (length - 2))
    stands = np.abs(slope) > TREND_T_MIN * deviation / np.sqrt(spread)
    lasts = stands & (np.abs(residuals[:, -2:].mean(axis=1)) <= RESIDUALS_MAX * deviation)
    return slope, middle + slope * time[-1], lasts


def _swing(history: History, origin: int, values: Floats) -> Floats:
    """The usual change from step to step of the newest blocks, at the level of each step ahead."""
    span = max(min(SWING_BLOCKS * BLOCK[history.panel.timeline.frequency.name], origin), 1)

    def rate(sums: Floats) -> Floats:
        return (sums[:, origin + 1] - sums[:, origin + 1 - span]) / span

    level = np.maximum(rate(history.sums), 1e-9)
    usual = np.sqrt(np.sqrt(np.maximum(rate(history.squared_changes), 0.0)) * rate(history.seasonal_changes))
    return usual[:, None] * np.sqrt(values / level[:, None])


def _week(history: History, origin: int, horizon: int, rows: Ints) -> Floats:
    """Each step's part of its week (rows, horizon), one on average, as far as it stands out from chance."""
    season = history.panel.timeline.frequency.season
    weeks = min(WEEKS, (origin + 1) // season)
    newest = history.panel.values[rows, origin + 1 - weeks * season : origin + 1].reshape(-1, weeks, season)
    mean = newest.mean(axis=2, keepdims=True)
    parts = np.where(mean > 0, newest / np.where(mean > 0, mean, 1.0), 1.0)
    own = parts.mean(axis=1)
    chance = parts.var(axis=1, ddof=1).mean(axis=1) / weeks
    spread = own.var(axis=1)
    believed = np.clip(1 - chance / np.where(spread > 0, spread, 1.0), 0.0, 1.0)[:, None]
    return (1 + believed * (own - 1))[:, np.arange(horizon) % season]
