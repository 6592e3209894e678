"""Standing orders: series that repeat themselves to the unit go on as they are, whatever their class chose.

What is best for most products would give one that always sells twelve the catalogue's week, nine to sixteen.
"""

import numpy as np

from foresail.forecasting.history import History

STANDING = "standing"
"""The column of what a standing order goes on with, units a step; null where a series is none."""
METHOD = "standing_order"


def find_standing(history: History, origin: int) -> np.ndarray:
    """Which series (n) sold something, and the same each step as a season before, for as long as `still` is.

    A season is a week of days, and one step of weeks or months. That no chance makes this long, not even of
    products that sell one a step, is why it is believed.
    """
    panel, frequency = history.panel, history.panel.timeline.frequency
    season, steps = frequency.season, frequency.still
    values = panel.values[:, max(origin + 1 - steps - season, 0) : origin + 1]
    old_enough = origin + 1 - panel.first >= steps + season
    repeats = (values[:, season:] == values[:, :-season]).all(axis=1)
    return old_enough & repeats & (values[:, -season:] > 0).any(axis=1)


def go_on(history: History, origin: int, horizon: int) -> np.ndarray:
    """What standing orders sell on the steps after the origin (n, horizon); NaN for other series."""
    season = history.panel.timeline.frequency.season
    steps = np.arange(1, horizon + 1)
    columns = np.maximum(origin + steps - season * (-(-steps // season)), 0)
    return np.where(find_standing(history, origin)[:, None], history.panel.values[:, columns], np.nan)
