"""Finds the one step on which a series sold far more than on any other: a freak order, or a mistyped cell.

It stays in the history, and the planner is told of it. Only what measures how restless a series usually is,
and so how wide its bands are, leaves it out: it would be all that this knows.
"""

from dataclasses import dataclass

import numpy as np

# More than so many times what was sold on the next best step, of so many on which anything was.
TIMES = 20.0
SALES_MIN = 10


@dataclass(frozen=True)
class Freaks:
    """Of each series (n) the column of its freak step, -1 where there is none, and the next best's units."""

    columns: np.ndarray
    usual_most: np.ndarray

    def spare(self, values: np.ndarray, first: np.ndarray, lag: int, power: int) -> np.ndarray:
        """What sums of |change from `lag` steps before| ** power lose where the freak were its next best (n).

        `values` (n, columns) end at the origin; changes count from `first` + lag on.
        """
        rows = np.flatnonzero(self.columns >= 0)
        lost = np.zeros(len(values))
        at, most = self.columns[rows], self.usual_most[rows]
        freak = values[rows, at]
        for other in (at - lag, at + lag):
            counts = (np.minimum(at, other) >= first[rows]) & (np.maximum(at, other) < values.shape[1])
            beside = values[rows, np.clip(other, 0, values.shape[1] - 1)]
            change = np.abs(freak - beside) ** power - np.abs(most - beside) ** power
            lost[rows] += np.where(counts, change, 0.0)
        return lost


def find_freaks(values: np.ndarray, sales: np.ndarray) -> Freaks:
    """The freak steps among values (n, columns), of which `sales` (n) are more than nothing."""
    if values.shape[1] < SALES_MIN:
        return Freaks(np.full(len(values), -1), np.zeros(len(values)))
    most = np.partition(values, -2, axis=1)[:, -2]
    columns = values.argmax(axis=1)
    best = values[np.arange(len(values)), columns]
    is_freak = (sales >= SALES_MIN) & (best > TIMES * most)
    return Freaks(np.where(is_freak, columns, -1), most)
