"""Own movement: what clearly follows a year, a growth or a decline of its own goes on with it."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast series that move on their own; nothing of others."""
    return view.movements.values


METHOD = Method("own_movement", "own year or trend", 195, forecast, roles=frozenset({Role.RULE}))
