"""AutoETS: exponential smoothing, its trend and season chosen for each series (statsforecast's).

Only of months: they are few, and there no other method is as good beside the global model. Of days and weeks
it would take most of a training's time (docs/adr/0018).
"""

import logging
from typing import Any

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.periods import Frequency
from foresail.forecasting.methods import ses_own
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.view import View

log = logging.getLogger(__name__)

# A shorter history bears no choice between forms.
STEPS_MIN = 8


def suits(frequency: Frequency) -> bool:
    """Suit months, which are few enough to choose a form for each series."""
    return frequency.name == "month"


def forecast(view: View) -> Floats:
    """Forecast by the form of the least AICc (Hyndman et al. 2002) for each series that is measured.

    NaN where it fails, and of other series; a history too short to choose by is smoothed as `ses_own` does.
    """
    panel = view.history.panel
    rows = np.flatnonzero(view.description.is_measured)
    out = np.full((view.count, view.horizon), np.nan)
    is_long = view.origin + 1 - panel.first[rows] >= STEPS_MIN
    out[rows[~is_long]] = ses_own.forecast(view)[rows[~is_long]]
    if not is_long.any():
        return out
    from statsforecast.models import AutoETS

    log.info("Choosing a form of exponential smoothing for %d series at step %d", is_long.sum(), view.origin)
    model = AutoETS(season_length=view.frequency.year)
    for row in rows[is_long]:
        out[row] = _forecast(model, panel.values[row, panel.first[row] : view.origin + 1], view.horizon)
    return out


def _forecast(model: Any, values: Floats, horizon: int) -> Floats:
    """NaN where the model fails on these values: its failure costs this method, for this series."""
    try:
        with np.errstate(all="ignore"):
            mean: Floats = model.forecast(np.ascontiguousarray(values, dtype=float), h=horizon)["mean"]
            return mean
    except Exception:
        log.warning("Exponential smoothing failed on a series of %d steps", len(values), exc_info=True)
        return np.full(horizon, np.nan)


METHOD = Method("auto_ets", "AutoETS", 150, forecast, suits=suits, is_costly=True)
