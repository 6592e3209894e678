"""The average by season: each step as on average in the newest seasons."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.past_seasons import list_past_seasons
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the mean of the same phase of the newest seasons that are known."""
    values = view.once(list_past_seasons)
    known = [np.isfinite(each) for each in values]
    total = sum(np.where(mask, each, 0.0) for mask, each in zip(known, values, strict=True))
    counts = sum(mask.astype(float) for mask in known)
    return np.where(counts > 0, total / np.maximum(counts, 1), np.nan)


METHOD = Method("seasonal_mean", "average by season", 30, forecast)
