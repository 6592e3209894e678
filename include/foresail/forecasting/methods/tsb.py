"""The method of Teunter, Syntetos and Babai (2011)."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.smoothed_levels import smooth_levels
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the smoothed level."""
    return view.flat(view.across(smooth_levels).tsb)


METHOD = Method("tsb", "TSB", 70, forecast)
