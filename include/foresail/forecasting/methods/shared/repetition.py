"""Finds series that repeat themselves to the unit: they go on as they are, whatever their class chose.

What is best for most products would give one that always sells twelve the catalogue's week, nine to sixteen.
"""

import numpy as np

from foresail.forecasting.covariates.future import FutureCovariates
from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.history import History


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
    goes_on &= ~broke.any(axis=1)
    columns = np.clip(_same(origin, steps, frequency.season), 0, origin)
    return np.where(goes_on[:, None], values[:, columns], np.nan)


def _same(origin: int, steps: Ints, season: int) -> Ints:
    """The columns of the newest season up to the origin that have the phase of these steps after it."""
    return origin + steps - season * (-(-steps // season))


def _find_repeating(history: History, origin: int) -> Bools:
    """Which series (n) sold something, and the same each step as a season before, for as long as `still` is.

    A season is a week of days, and one step of weeks or months. That no chance makes this long, not even of
    products that sell one a step, is why it is believed.
    """
    panel, frequency = history.panel, history.panel.timeline.frequency
    season, steps = frequency.season, frequency.still
    values = panel.values[:, max(origin + 1 - steps - season, 0) : origin + 1]
    old_enough = origin + 1 - panel.first >= steps + season
    repeats = (values[:, season:] == values[:, :-season]).all(axis=1)
    is_repeating: Bools = old_enough & repeats & (values[:, -season:] > 0).any(axis=1)
    return is_repeating
