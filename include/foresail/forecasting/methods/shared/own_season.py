"""Each series without its own year, and its level then: what methods with a year of its own begin with."""

from dataclasses import dataclass

import numpy as np

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.methods.shared.view import View

ALPHAS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
INDEX_MIN = 0.05


@dataclass(frozen=True)
class OwnSeason:
    """The values up to the origin without each series' own year, and the year ahead (series, steps)."""

    values: Floats
    ahead: Floats


@dataclass(frozen=True)
class OwnLevel:
    """The smoothed level of each series without its own year, and the factor that forecast its past best."""

    level: Floats
    alpha: Floats


def has_no_week(frequency: Frequency) -> bool:
    """Suit weeks and months, whose year is the only season that they have."""
    return frequency.season == 1


def find_own_season(view: View) -> OwnSeason:
    """Take each series' own year out of it: ratios to a moving mean.

    Multiplicative classical decomposition, used where the year repeats itself (Assimakopoulos and
    Nikolopoulos 2000) and there are two of it; ones elsewhere.
    """
    panel, origin = view.history.panel, view.origin
    year = view.frequency.year
    values = panel.values[:, : origin + 1]
    count, length = values.shape
    ahead = np.ones((count, view.horizon))
    if length < 2 * year:
        return OwnSeason(values, ahead)
    index = _index(_ratios(view.history, values, year), year)
    use = _repeats(values, panel.first, year)[:, None]
    index = np.where(use, np.maximum(index, INDEX_MIN), 1.0)
    phases = np.arange(length) % year
    future = (origin + np.arange(1, view.horizon + 1)) % year
    return OwnSeason(values / index[:, phases], index[:, future])


def find_own_level(view: View) -> OwnLevel:
    """Smooth each series without its own year, by the factor that forecast its past best, a step ahead."""
    return OwnLevel(*_smooth(view.once(find_own_season).values, first_columns(view)))


def first_columns(view: View) -> Ints:
    """Find the column each series begins in, or the origin where it has not begun."""
    return np.minimum(view.history.panel.first, view.origin)


def _ratios(history: History, values: Floats, year: int) -> Floats:
    """What part of its year's moving mean each step is; NaN where that is not known."""
    length = values.shape[1]
    half = year // 2
    trend = np.full_like(values, np.nan)
    middle = np.arange(half, length - half)
    trend[:, middle] = (
        history.sums[:, middle + half + (year % 2)] - history.sums[:, middle - half]
        + history.sums[:, middle + half + 1] - history.sums[:, middle - half + 1 - (year % 2)]
    ) / (2 * year)  # fmt: skip
    enough = middle[None, :] - half >= history.panel.first[:, None]
    ratio = np.full_like(values, np.nan)
    ratio[:, middle] = np.where(
        enough & (trend[:, middle] > 0),
        values[:, middle] / np.where(trend[:, middle] > 0, trend[:, middle], 1),
        np.nan,
    )
    return ratio


def _index(ratio: Floats, year: int) -> Floats:
    """The mean ratio of each phase of the year (series, year), one on average."""
    index = np.ones((len(ratio), year))
    for phase in range(year):
        own = ratio[:, phase::year]
        known = np.isfinite(own)
        total = np.where(known, own, 0.0).sum(axis=1)
        index[:, phase] = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), 1.0)
    index /= np.maximum(index.mean(axis=1, keepdims=True), 1e-9)
    return index


def _repeats(values: Floats, first: Ints, year: int) -> Bools:
    """Whether the autocorrelation a year back is significant at 90 %, as in the M competitions' Theta."""
    columns = np.arange(values.shape[1])
    inside = columns[None, :] >= first[:, None]
    age = inside.sum(axis=1)
    mean = np.where(inside, values, 0.0).sum(axis=1) / np.maximum(age, 1)
    deviation = np.where(inside, values - mean[:, None], 0.0)
    total = (deviation**2).sum(axis=1)
    total = np.where(total > 0, total, 1.0)
    squares = np.zeros(len(values))
    for lag in range(1, year):
        squares += ((deviation[:, lag:] * deviation[:, :-lag]).sum(axis=1) / total) ** 2
    yearly = (deviation[:, year:] * deviation[:, :-year]).sum(axis=1) / total
    limit = 1.645 * np.sqrt((1 + 2 * squares) / np.maximum(age, 1))
    repeats: Bools = (age >= 2 * year) & (np.abs(yearly) > limit)
    return repeats


def _smooth(values: Floats, first: Ints) -> tuple[Floats, Floats]:
    alphas = np.array(ALPHAS)
    level = np.zeros((len(alphas), len(values)))
    error = np.zeros_like(level)
    for column in range(values.shape[1]):
        value, begun = values[:, column], column > first
        error += np.where(begun, (value - level) ** 2, 0.0)
        level = np.where(begun, level + alphas[:, None] * (value - level), value)
    best = error.argmin(axis=0)
    return level[best, np.arange(len(values))], alphas[best]
