"""The recent average with the season of the whole catalogue."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.catalogue_season import share_season
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.recent_level import find_recent_level
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the mean of the newest steps, by the catalogue's season."""
    return view.flat(view.once(find_recent_level)) * view.once(share_season)


METHOD = Method("recent_mean_seasonal", "seasonal recent average", 90, forecast)
