"""Exponential smoothing of each series without its own year."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.own_season import (
    find_own_level,
    find_own_season,
    has_no_week,
)
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the smoothed level, by the series' own year."""
    return view.once(find_own_level).level[:, None] * view.once(find_own_season).ahead


METHOD = Method("ses_own", "deseasonalised exponential smoothing", 120, forecast, suits=has_no_week)
