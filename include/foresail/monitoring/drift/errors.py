"""Drift of the forecasts' errors: bias, and WAPE relative to that of the backtest, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foresail.monitoring.accuracy import DRIFTED
from foresail.monitoring.drift.cusum import Change, Floats, find_changes
from foresail.warehouse.past_forecasts import Outcome

LIMIT = 5.0
BIAS_ALLOWED = 0.1
"""The part of the units sold that forecasts may lie above or below without counting."""
SPREADS_MIN = {"wape": 0.1, "bias": 0.05}
"""The least that single steps are held to lie apart."""


@dataclass(frozen=True)
class Fallen:
    """An error that has changed for good: from which step on, where it was found (row numbers), its mean."""

    signal: str
    began: int
    found: int
    size: float


def find_errors(steps: Sequence[Outcome], expected: float | None) -> list[Fallen]:
    """The changes in the errors of steps, oldest first, where the backtest let a WAPE of `expected` expect.

    WAPE counts from 1.25 times that of the backtest on; bias from a tenth of the units sold on. `size` is the
    ratio to the backtest, or the bias, of the steps since.
    """
    sold = np.array([step.sold for step in steps])
    missed = np.array([step.absolute_error for step in steps])
    ahead = np.array([step.forecast for step in steps])
    with np.errstate(divide="ignore", invalid="ignore"):
        bias = np.where(sold > 0, (ahead - sold) / sold, np.nan)
        ratio = np.where(sold > 0, missed / sold / (expected or np.nan), np.nan)
        worse = np.log(np.maximum(ratio, 0.01))
    found = [
        Fallen("wape", change.began, change.found, float(np.nanmean(ratio[change.began : change.found + 1])))
        for change in _changes(worse, "wape", np.log(DRIFTED))
        if change.direction > 0
    ]
    found += [
        Fallen("bias", change.began, change.found, float(np.nanmean(bias[change.began : change.found + 1])))
        for change in _changes(bias, "bias", BIAS_ALLOWED)
    ]
    return found


def _changes(values: Floats, signal: str, allowed: float) -> list[Change]:
    known = values[~np.isnan(values)]
    if not len(known):
        return []
    spread = max(1.4826 * float(np.median(np.abs(known - np.median(known)))), SPREADS_MIN[signal])
    return find_changes(values[:, None] / spread, max(allowed / spread, 0.5), LIMIT)
