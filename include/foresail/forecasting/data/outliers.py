"""Finds outliers: the one step on which a series sold far more than on any other, or a mistyped cell.

It stays in the history, and the planner is told of it. But methods are given no more of it than the most that
was sold before: one order of thousands would lift what sells twenty a day for weeks. And what measures how
restless a series usually is, and so how wide its bands are, leaves it out: it would be all that this knows.
"""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.outlier_rule import SALES_MIN, TIMES

# A product that is new grows: of so many steps with sales more is known.
TRIM_SALES_MIN = 40


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


def trim_outliers(values: Floats, sales: Floats) -> Floats:
    """Cut what is TIMES as much as all before it to the most of that; the same object where nothing is.

    `values` (n, length), `sales` (n, length + 1) steps with sales before each column. A second order of that
    size is cut no more: it is what the series sells now.
    """
    most = np.maximum.accumulate(values, axis=1)
    before = np.concatenate([np.zeros((len(values), 1)), most[:, :-1]], axis=1)
    is_outlier = (sales[:, :-1] >= TRIM_SALES_MIN) & (values > TIMES * before)
    return np.where(is_outlier, before, values) if is_outlier.any() else values
