"""The average of all history: what every method must beat, and the last stand-in."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.history import EVER
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the mean of all history."""
    rows, columns = np.arange(view.count), np.full(view.count, view.origin)
    return view.flat(view.history.mean(rows, columns, EVER))


METHOD = Method(
    "history_mean", "average of all history", 10, forecast, roles=frozenset({Role.REFERENCE, Role.FALLBACK})
)
