"""Repeating demand: a series that repeats itself to the unit goes on as it is."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast what repeating demand goes on with; nothing of other series."""
    return view.repeating


METHOD = Method("repeating_demand", "repeating demand", 170, forecast, roles=frozenset({Role.RULE}))
