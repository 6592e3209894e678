"""The same phase of past seasons: what seasonal averages are made of."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.view import View

SEASONS_AVERAGED = {"day": 8, "week": 2, "month": 3}


def list_past_seasons(view: View) -> list[Floats]:
    """List what was sold in the same phase of the newest seasons, one by one; NaN where that is not known."""
    panel = view.history.panel
    season = view.frequency.cycle
    steps = np.arange(1, view.horizon + 1)
    columns = view.origin + steps - season * (-(-steps // season))
    rows = np.arange(view.count)[:, None]

    def value(back: int) -> Floats:
        at = columns - season * back
        known = (at[None, :] >= panel.first[:, None]) & (at[None, :] >= 0)
        return np.where(known, panel.values[rows, np.maximum(at, 0)[None, :]], np.nan)

    return [value(back) for back in range(SEASONS_AVERAGED[view.frequency.name])]
