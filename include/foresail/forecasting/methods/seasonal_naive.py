"""Seasonal naive: each step as in the newest season."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.past_seasons import list_past_seasons
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the same phase of the newest season; the newest value where no season is known."""
    newest = view.once(list_past_seasons)[0]
    return np.where(np.isfinite(newest), newest, view.history.panel.values[:, view.origin][:, None])


METHOD = Method("seasonal_naive", "seasonal naive", 20, forecast, roles=frozenset({Role.BASELINE}))
