"""Theta (Assimakopoulos and Nikolopoulos 2000): SES with half the trend's drift (Hyndman and Billah 2003)."""

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.own_season import (
    find_own_level,
    find_own_season,
    first_columns,
    has_no_week,
)
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast level and drift of each series without its own year, and the year again."""
    season, own = view.once(find_own_season), view.once(find_own_level)
    first = first_columns(view)
    steps = np.arange(1, view.horizon + 1)[None, :]
    slope = _slope(season.values, first)
    age = (view.origin + 1 - first)[:, None]
    alpha = own.alpha[:, None]
    drift = slope[:, None] / 2 * (steps - 1 + 1 / alpha - (1 - alpha) ** age / alpha)
    return (own.level[:, None] + drift) * season.ahead


def _slope(values: Floats, first: Ints) -> Floats:
    """The least squares slope over time of each series since its first value."""
    columns = np.arange(values.shape[1], dtype=float)
    inside = columns[None, :] >= first[:, None]
    count = np.maximum(inside.sum(axis=1), 1)
    middle = np.where(inside, columns, 0.0).sum(axis=1) / count
    time = np.where(inside, columns[None, :] - middle[:, None], 0.0)
    slope: Floats = (time * values).sum(axis=1) / np.maximum((time**2).sum(axis=1), 1e-9)
    return slope


METHOD = Method("theta", "Theta", 130, forecast, suits=has_no_week)
