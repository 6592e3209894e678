"""The recent average: what can be defended where nothing could be backtested."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.recent_level import find_recent_level
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the mean of the newest steps."""
    return view.flat(view.once(find_recent_level))


METHOD = Method("recent_mean", "recent average", 40, forecast, roles=frozenset({Role.DEFAULT}))
