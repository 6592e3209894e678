"""What the global model sees of a series at an origin and a step ahead, all in parts of the series' level."""

from typing import Any

import numpy as np
import numpy.typing as npt

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.history import EVER, FEATURE_ALPHAS, History

Features = npt.NDArray[np.float32]
Column = npt.NDArray[Any]
TINY = 1e-9
PHASES = (1, 2, 4, 8)


def build_features(
    history: History, future: FutureCovariates, rows: Ints, origins: Ints, steps: Ints
) -> tuple[Features, Floats]:
    """Build the features (pairs, features; float32) and the level (pairs; units a step) of each pair.

    Nothing after an origin enters but what is known ahead: the calendar, planned prices and events.
    """
    scale = history.scale(rows, origins)
    columns: list[Column] = [steps, np.log(np.maximum(scale, TINY))]
    columns += _levels(history, rows, origins, np.maximum(scale, TINY))
    columns += _seasons(history, rows, origins, steps, np.maximum(scale, TINY))
    columns += _catalogue(history, origins)
    columns += future.features(rows, origins, steps)
    return np.stack(columns, axis=1).astype(np.float32), scale


def feature_names(history: History, future: FutureCovariates) -> list[str]:
    """Name the features, in order."""
    frequency = history.panel.timeline.frequency
    levels = [f"mean_{window}" for window in frequency.windows]
    smoothed = [f"level_{alpha}" for alpha in FEATURE_ALPHAS]
    phases = [f"phase_{count}" for count in PHASES] if frequency.season > 1 else ["two_years_ago"]
    others = ["chance", "sold_short", "sold_long", "deviation", "still", "age", "mean_ever"]
    yearly = ["year_ago", "year_ago_ratio", "year_ago_level", "growth_short", "growth", "year_ago_grown"]
    return [
        "step",
        "log_level",
        *levels,
        *smoothed,
        *others,
        *phases,
        *yearly,
        "catalogue_short",
        "catalogue_long",
        *future.names,
    ]


def _levels(history: History, rows: Ints, origins: Ints, scale: Floats) -> list[Column]:
    frequency = history.panel.timeline.frequency
    short, long = frequency.windows[2], frequency.windows[4]
    mean = history.mean(rows, origins, frequency.recent)
    square = history.mean(rows, origins, frequency.recent, history.squares)
    return [
        *(history.mean(rows, origins, window) / scale for window in frequency.windows),
        *(level[rows, origins] / scale for level in history.levels),
        history.chances[rows, origins],
        history.mean(rows, origins, short, history.sales),
        history.mean(rows, origins, long, history.sales),
        np.sqrt(np.maximum(square - mean**2, 0)) / scale,
        origins - history.last_sale[rows, origins],
        history.age(rows, origins),
        history.mean(rows, origins, EVER) / scale,
    ]


def _seasons(history: History, rows: Ints, origins: Ints, steps: Ints, scale: Floats) -> list[Column]:
    """The target's phase before, and a year before: the units, their part of the level then, that level."""
    frequency = history.panel.timeline.frequency
    if frequency.season > 1:
        phases = [history.phase_mean(rows, origins, steps, count) / scale for count in PHASES]
    else:
        phases = [_around(history, rows, origins + steps - 2 * frequency.year, origins, 0) / scale]
    ago = _around(history, rows, origins + steps - frequency.year, origins, frequency.year_half_width)
    then = origins - frequency.year
    known = then - frequency.recent + 1 >= history.panel.first[rows]
    level = np.where(known, history.mean(rows, np.maximum(then, 0), frequency.recent), np.nan)
    ratio = np.where(level > 0, ago / np.maximum(level, TINY), np.nan)
    growth = [_growth(history, rows, origins, window) for window in (frequency.windows[2], frequency.year)]
    return [*phases, ago / scale, ratio, level / scale, *growth, ago / scale * growth[0]]


def _growth(history: History, rows: Ints, origins: Ints, window: int) -> Floats:
    """The mean of the newest steps over that of the same steps a year before."""
    then = origins - history.panel.timeline.frequency.year
    known = then - window + 1 >= history.panel.first[rows]
    before = history.mean(rows, np.maximum(then, 0), window)
    now = history.mean(rows, origins, window)
    return np.where(known & (before > 0), now / np.maximum(before, TINY), np.nan)


def _catalogue(history: History, origins: Ints) -> list[Column]:
    """How the whole catalogue moves: its newest steps against a longer while, at each origin."""
    frequency = history.panel.timeline.frequency
    total = np.concatenate([[0.0], np.cumsum(history.panel.timeline.units)])

    def mean(window: int) -> Floats:
        start = np.maximum(origins + 1 - window, 0)
        average: Floats = (total[origins + 1] - total[start]) / np.maximum(origins + 1 - start, 1)
        return average

    short, middle, long = (mean(frequency.windows[place]) for place in (1, 2, 4))
    return [short / np.maximum(middle, TINY), middle / np.maximum(long, TINY)]


def _around(history: History, rows: Ints, targets: Ints, origins: Ints, half_width: int) -> Floats:
    """The mean of the steps around a target that lies a year back; NaN where that is not known."""
    last = np.minimum(targets + half_width, origins)
    width = 2 * half_width + 1
    known = (targets <= origins) & (last - width + 1 >= history.panel.first[rows])
    return np.where(known, history.mean(rows, np.maximum(last, 0), width), np.nan)
