"""Running sums over a panel: every mean, count and level up to any step is then one subtraction.

Sums run from the first column of the timeline, which all shards share: a series has the same numbers to the
last bit in whatever shard it is.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.panel import Panel

EVER = 1_000_000
FEATURE_ALPHAS = (0.05, 0.1, 0.3)
CHANCE_ALPHA = 0.05


@dataclass(frozen=True)
class History:
    """A panel and what it adds up to. Rows and columns are index arrays of one shape; columns inclusive."""

    panel: Panel

    @cached_property
    def sums(self) -> Floats:
        """Units before each column (n, length + 1)."""
        return _running(self.panel.values)

    @cached_property
    def squares(self) -> Floats:
        """Squared units before each column."""
        return _running(self.panel.values**2)

    @cached_property
    def sales(self) -> Floats:
        """Steps with sales before each column."""
        return _running((self.panel.values > 0).astype(float))

    @cached_property
    def seasonal_changes(self) -> Floats:
        """Sums of |y - y one cycle before| (the scale of MASE; Hyndman and Koehler 2006)."""
        return _running(np.abs(self._differences(self.panel.timeline.frequency.cycle)))

    @cached_property
    def squared_changes(self) -> Floats:
        """Sums of (y - y one step before) squared (the scale of RMSSE; Makridakis et al. 2022)."""
        return _running(self._differences(1) ** 2)

    def _differences(self, lag: int) -> Floats:
        values, columns = self.panel.values, np.arange(self.panel.values.shape[1])
        out = np.zeros_like(values)
        out[:, lag:] = values[:, lag:] - values[:, :-lag] if lag < values.shape[1] else 0.0
        return np.where(columns[None, :] >= self.panel.first[:, None] + lag, out, 0.0)

    @cached_property
    def phases(self) -> Floats:
        """Sums over the columns of the same phase of the season, each column included (n, length)."""
        season, out = self.panel.timeline.frequency.season, self.panel.values.copy()
        for column in range(season, out.shape[1]):
            out[:, column] += out[:, column - season]
        return out

    @cached_property
    def last_sale(self) -> Ints:
        """The column of the newest sale up to each column; -1 before any."""
        sold = np.where(self.panel.values > 0, np.arange(self.panel.values.shape[1]), -1)
        return np.maximum.accumulate(sold, axis=1)

    @cached_property
    def levels(self) -> list[Floats]:
        """Exponentially smoothed units after each column, one table for each of FEATURE_ALPHAS."""
        return [smooth(self.panel.values, self.panel.first, alpha) for alpha in FEATURE_ALPHAS]

    @cached_property
    def chances(self) -> Floats:
        """The exponentially smoothed chance of a sale after each column."""
        return smooth((self.panel.values > 0).astype(float), self.panel.first, CHANCE_ALPHA)

    def age(self, rows: Ints, columns: Ints) -> Ints:
        """Count the steps of history up to a column; 0 or less before the first sale."""
        return columns + 1 - self.panel.first[rows]

    def mean(self, rows: Ints, columns: Ints, window: int, sums: Floats | None = None) -> Floats:
        """Average the `window` steps that end at a column, over as many of them as the series has."""
        sums = self.sums if sums is None else sums
        start = np.minimum(np.maximum(columns + 1 - window, self.panel.first[rows]), columns + 1)
        return (sums[rows, columns + 1] - sums[rows, start]) / np.maximum(columns + 1 - start, 1)

    def phase_mean(self, rows: Ints, origins: Ints, steps: Ints, count: int) -> Floats:
        """Average the newest `count` values that share the target's phase; NaN if none."""
        season = self.panel.timeline.frequency.season
        last = origins + steps - season * (-(-steps // season))
        known = np.clip((last - self.panel.first[rows]) // season + 1, 0, count)
        back = last - season * count
        older = np.where(back >= 0, self.phases[rows, np.maximum(back, 0)], 0.0)
        total = self.phases[rows, np.maximum(last, 0)] - older
        return np.where(known > 0, total / np.maximum(known, 1), np.nan)

    def scale(self, rows: Ints, columns: Ints) -> Floats:
        """Find the level (units a step) that a series is measured by: recent, never far below its mean."""
        recent = self.mean(rows, columns, self.panel.timeline.frequency.recent)
        return np.maximum(recent, self.mean(rows, columns, EVER) / 4)


def _running(values: Floats) -> Floats:
    out = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=out[:, 1:])
    return out


def smooth(values: Floats, first: Ints, alpha: float) -> Floats:
    """Smooth exponentially: the level after each column, begun with each series' first value."""
    out = np.empty_like(values)
    level = np.zeros(values.shape[0])
    for column in range(values.shape[1]):
        value = values[:, column]
        level = np.where(column > first, level + alpha * (value - level), value)
        out[:, column] = level
    return out
