"""Foundation model: pretrained on other people's series, it forecasts ours from their history alone.

Only where FORESAIL_FOUNDATION_MODEL names its weights (docs/adr/0037); chosen where it is better.
"""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.foundation_model.network import Network
from foresail.forecasting.methods.foundation_model.weights import unpack
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View

# As many at once as fit into memory: a series takes 0.5 MB a state, and several are held.
BATCH = 16
# Fewer steps tell the network nothing.
STEPS_MIN = 8


def forecast(view: View) -> Floats | None:
    """Forecast the mean of the model's quantiles for each series that is measured; None without a model."""
    if view.foundation is None:
        return None
    network = Network(unpack(view.foundation))
    panel, described = view.history.panel, view.description
    rows = np.flatnonzero(described.is_measured & (view.origin + 1 - panel.first >= STEPS_MIN))
    out = np.full((view.count, view.horizon), np.nan)
    steps = np.arange(view.origin + 1)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        begun = steps[None, :] >= panel.first[batch][:, None]
        history = np.where(begun, panel.values[batch, : view.origin + 1], np.nan)
        history = history[:, begun.any(axis=0)]
        out[batch] = network.forecast(history, view.horizon).mean(axis=2)
    return out


ROLES = frozenset({Role.FOUNDATION})
METHOD = Method("foundation", "foundation model", 155, forecast, is_costly=True, roles=ROLES)
