"""The average of the newest steps."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.view import View


def find_recent_level(view: View) -> Floats:
    """Average the newest steps of each series (series), as many as make a level of now."""
    rows, columns = np.arange(view.count), np.full(view.count, view.origin)
    return view.history.mean(rows, columns, view.frequency.recent)
