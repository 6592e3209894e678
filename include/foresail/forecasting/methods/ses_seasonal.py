"""Simple exponential smoothing with the season of the whole catalogue."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.catalogue_season import share_season
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.smoothed_levels import smooth_levels
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the smoothed level, by the catalogue's season."""
    return view.flat(view.across(smooth_levels).ses) * view.once(share_season)


METHOD = Method("ses_seasonal", "seasonal exponential smoothing", 100, forecast)
