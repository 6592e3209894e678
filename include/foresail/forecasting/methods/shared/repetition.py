"""Finds series that repeat themselves to the unit: they go on as they are, whatever their class chose.

What is best for most products would give one that always sells twelve the catalogue's week, nine to sixteen.
"""

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History

# Of three months of days so many may differ, of half a year of weeks one, of a year of months none.
DEVIATES = 25


def repeat_demand(history: History, future: FutureCovariates, origin: int, horizon: int) -> Floats:
    """Forecast what series with repeating demand go on with after the origin (n, horizon); NaN of others.

    A series does not go on where the same steps of the year before broke with what it sold then, as in a
    closed summer, or where an event, another price or the first holiday since long is known ahead: other
    methods know more.
    """
    values, first = history.panel.values, history.panel.first[:, None]
    frequency = history.panel.timeline.frequency
    steps = np.arange(1, horizon + 1)
    goes_on = _find_repeating(history, origin) & ~future.tells_apart(
        origin, horizon, frequency.still + frequency.season
    )
    width = frequency.year_half_width
    around = np.arange(1 - width, horizon + width + 1)
    then, usual = origin + around - frequency.year, _same(origin, around, frequency.season) - frequency.year
    known = (np.minimum(then, usual) >= first) & (then <= origin)
    broke = known & (values[:, np.clip(then, 0, origin)] != values[:, np.clip(usual, 0, origin)])
    goes_on &= broke.sum(axis=1) <= around.size // DEVIATES
    phases = (steps - 1) % frequency.season
    return np.where(goes_on[:, None], _usual(history, origin)[:, phases], np.nan)


def _same(origin: int, steps: Ints, season: int) -> Ints:
    """The columns of the newest season up to the origin that have the phase of these steps after it."""
    return origin + steps - season * (-(-steps // season))


def _find_repeating(history: History, origin: int) -> Bools:
    """Which series (n) sold something, and the same each step of the season, for as long as `still` is.

    One step in DEVIATES may differ from what its phase of the season usually sold: one deviation is no end.

    A season is a week of days, and one step of weeks or months. That no chance makes this long, not even of
    products that sell one a step, is why it is believed.
    """
    panel, frequency = history.panel, history.panel.timeline.frequency
    season, steps = frequency.season, frequency.still
    usual, values = _usual(history, origin), _newest(history, origin)
    old_enough = origin + 1 - panel.first >= steps + season
    odd = (values != np.tile(usual, values.shape[1] // season)).sum(axis=1)
    is_repeating: Bools = old_enough & (odd <= steps // DEVIATES) & (usual > 0).any(axis=1)
    return is_repeating


def _newest(history: History, origin: int) -> Floats:
    """The newest whole seasons (n, steps): as long as `still`, and one season more."""
    frequency = history.panel.timeline.frequency
    seasons = min(
        -(-(frequency.still + frequency.season) // frequency.season), (origin + 1) // frequency.season
    )
    return history.panel.values[:, origin + 1 - seasons * frequency.season : origin + 1]


def _usual(history: History, origin: int) -> Floats:
    """What each phase of the newest seasons usually sold (n, season): the lower median, so a number sold."""
    season = history.panel.timeline.frequency.season
    values = _newest(history, origin)
    table = np.sort(values.reshape(len(values), values.shape[1] // season, season), axis=1)
    return table[:, (table.shape[1] - 1) // 2] if table.shape[1] else np.zeros((len(values), season))
