"""Croston's method with the correction of Syntetos and Boylan (2005)."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.smoothed_levels import smooth_levels
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the smoothed level."""
    return view.flat(view.across(smooth_levels).croston_sba)


METHOD = Method("croston_sba", "Croston (SBA)", 60, forecast)
