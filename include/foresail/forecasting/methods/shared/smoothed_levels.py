"""Exponentially smoothed levels, for all series and all origins in one pass over the history."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.history import History

SES_ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.7)
INTERMITTENT_ALPHA = 0.1
# Syntetos and Boylan (2005) take half of the smoothing factor off Croston's estimate.
SBA_FACTOR = 1 - INTERMITTENT_ALPHA / 2


@dataclass(frozen=True)
class SmoothedLevels:
    """The level (series) by each way of smoothing, units a step."""

    ses: Floats
    croston_sba: Floats
    tsb: Floats


def smooth_levels(history: History, origins: Sequence[int]) -> dict[int, SmoothedLevels]:
    """Smooth every series up to each origin.

    Simple exponential smoothing (Brown 1956) by the factor that forecast each series' own past best, a step
    ahead; Croston's method with Syntetos' and Boylan's correction; Teunter, Syntetos and Babai (2011).
    """
    panel = history.panel
    values, first, count = panel.values, panel.first, len(panel.ids)
    level = np.zeros((len(SES_ALPHAS), count))
    error = np.zeros((len(SES_ALPHAS), count))
    alphas = np.array(SES_ALPHAS)[:, None]
    size, interval, chance, waited = np.zeros(count), np.ones(count), np.zeros(count), np.zeros(count)
    wanted = set(origins)
    out: dict[int, SmoothedLevels] = {}
    for column in range(max(origins, default=-1) + 1):
        value = values[:, column]
        sold = value > 0
        begun, begins = column > first, column == first
        error += np.where(begun, (value - level) ** 2, 0.0)
        level = np.where(begun, level + alphas * (value - level), value)
        waited += column >= first
        size = np.where(begins, value, np.where(sold, size + INTERMITTENT_ALPHA * (value - size), size))
        interval = np.where(
            begins, 1.0, np.where(sold, interval + INTERMITTENT_ALPHA * (waited - interval), interval)
        )
        waited = np.where(sold, 0.0, waited)
        chance = np.where(begins, 1.0, chance + INTERMITTENT_ALPHA * (sold - chance))
        if column in wanted:
            best = error.argmin(axis=0)
            ses = level[best, np.arange(count)]
            out[column] = SmoothedLevels(ses, SBA_FACTOR * size / interval, chance * size)
    return out
