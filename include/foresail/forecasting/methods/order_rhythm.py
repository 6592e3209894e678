"""Order rhythm: what is ordered to a calendar is ordered on its next days."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.order_rhythms import rhythm_forecast
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the orders of series with a rhythm; nothing of others."""
    return rhythm_forecast(view.rhythms, view.count, view.horizon)


METHOD = Method("order_rhythm", "order rhythm", 190, forecast, roles=frozenset({Role.RULE}))
