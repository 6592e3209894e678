"""Cumulative sums: a change is found once small deviations of one sign have added up.

E. S. Page, Continuous inspection schemes, Biometrika 41 (1954); the two-sided form and its allowance as in
D. C. Montgomery, Introduction to Statistical Quality Control, chapter 9. Deviations are cut off, so that one
odd day never finds a change alone: J. M. Lucas and R. B. Crosier, Robust CUSUM, Communications in Statistics
11 (1982).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CUT = 4.0
"""The most that one day can deviate, in spreads."""
MUTE = 28
"""Days without another finding in a series, while its reference learns the new level."""


@dataclass(frozen=True)
class Change:
    """A change in a series: where it began and was found (row numbers), up (1) or down (-1)."""

    series: int
    began: int
    found: int
    direction: int


def find_changes(
    deviations: Floats,
    allowance: Floats | float,
    limit: Floats | float,
    is_lasting: Callable[[Change], bool] = lambda change: True,
) -> list[Change]:
    """The changes in each column of deviations (days, series) from what is usual, in spreads; NaN is nothing.

    `allowance` is what a day may deviate without counting, `limit` what has to add up beyond it. One that is
    not `is_lasting` is none, and adding up begins anew.
    """
    days, series = deviations.shape
    allowed = np.broadcast_to(allowance, (days, series))
    sums, began = np.zeros((2, series)), np.zeros((2, series), dtype=int)
    muted_until = np.zeros(series, dtype=int)
    signs = np.array([[1.0], [-1.0]])
    found: list[Change] = []
    cut = np.clip(np.nan_to_num(deviations), -CUT, CUT)
    for day in range(days):
        raised = np.maximum(sums + signs * cut[day] - allowed[day], 0.0)
        raised[:, np.isnan(deviations[day])] = sums[:, np.isnan(deviations[day])]
        began = np.where((sums == 0) & (raised > 0), day, began)
        sums = np.where(muted_until > day, 0.0, raised)
        for side, column in np.argwhere(sums > limit):
            change = Change(int(column), int(began[side, column]), day, 1 - 2 * int(side))
            sums[side, column] = 0.0
            if is_lasting(change):
                found.append(change)
                muted_until[column] = day + MUTE
        sums[:, muted_until > day] = 0.0
    return found
