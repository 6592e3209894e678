"""Finds outliers: the one step on which a series sold far more than on any other, or a mistyped cell.

It stays in the history, and the planner is told of it. Only what measures how restless a series usually is,
and so how wide its bands are, leaves it out: it would be all that this knows.
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.outlier_rule import SALES_MIN, TIMES


@dataclass(frozen=True)
class Outliers:
    """Of each series (n) the column of its outlier, -1 where there is none, and the next best's units."""

    columns: Ints
    usual_most: Floats

    def spare(self, values: Floats, first: Ints, lag: int, power: int) -> Floats:
        """Find what sums of |change from `lag` steps before| ** power lose, were it the next best (n).

        `values` (n, columns) end at the origin; changes count from `first` + lag on.
        """
        rows = np.flatnonzero(self.columns >= 0)
        lost = np.zeros(len(values))
        at, most = self.columns[rows], self.usual_most[rows]
        outlier = values[rows, at]
        for other in (at - lag, at + lag):
            counts = (np.minimum(at, other) >= first[rows]) & (np.maximum(at, other) < values.shape[1])
            beside = values[rows, np.clip(other, 0, values.shape[1] - 1)]
            change = np.abs(outlier - beside) ** power - np.abs(most - beside) ** power
            lost[rows] += np.where(counts, change, 0.0)
        return lost


def find_outliers(values: Floats, sales: Floats) -> Outliers:
    """Find the outliers among values (n, columns), of which `sales` (n) are more than nothing."""
    if values.shape[1] < SALES_MIN:
        return Outliers(np.full(len(values), -1), np.zeros(len(values)))
    most = np.partition(values, -2, axis=1)[:, -2]
    columns = values.argmax(axis=1)
    best = values[np.arange(len(values)), columns]
    is_outlier = (sales >= SALES_MIN) & (best > TIMES * most)
    return Outliers(np.where(is_outlier, columns, -1), most)
