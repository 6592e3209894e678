"""Past seasons: what is sold in one part of the year only comes back as it was."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.yearly_seasons import repeat_seasons
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast the past seasons of seasonal series; nothing of others."""
    return repeat_seasons(view.history, view.seasons, view.origin, view.horizon)


METHOD = Method("past_seasons", "past seasons", 180, forecast, roles=frozenset({Role.RULE}))
