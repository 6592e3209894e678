"""The season of the whole catalogue, which a sparse series has none of."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.seasonal_profiles import seasonal_shares
from foresail.forecasting.methods.shared.view import View


def share_season(view: View) -> Floats:
    """Give each step ahead its part of an average one (horizon)."""
    return seasonal_shares(view.history.panel.timeline, view.origin, view.horizon)
