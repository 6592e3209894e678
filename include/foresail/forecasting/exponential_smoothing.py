"""Exponential smoothing in all its forms, trends and seasons chosen for each series: statsforecast's AutoETS.

Only of months: they are few, and there no other method is as good beside the global model. Of days and weeks
it would take most of a training's time (docs/adr/0018).
"""

import logging

import numpy as np

from foresail.forecasting.history import History

log = logging.getLogger(__name__)

AUTO_ETS = "auto_ets"
# A shorter history bears no choice between forms.
STEPS_MIN = 8


def is_affordable(history: History) -> bool:
    """Whether the steps are few enough to choose a form for each series."""
    return history.panel.timeline.frequency.name == "month"


def forecast_ets(
    history: History, origin: int, horizon: int, rows: np.ndarray, short: np.ndarray
) -> np.ndarray:
    """The form of the least AICc (Hyndman et al. 2002) for each of `rows`: (n, horizon), units a step.

    NaN where it fails, and in other rows; `short` (n, horizon) is what those have whose history is.
    """
    panel = history.panel
    out = np.full((len(panel.ids), horizon), np.nan)
    is_long = origin + 1 - panel.first[rows] >= STEPS_MIN
    out[rows[~is_long]] = short[rows[~is_long]]
    if not is_long.any():
        return out
    from statsforecast.models import AutoETS

    log.info("Choosing a form of exponential smoothing for %d series from step %d", is_long.sum(), origin)
    model = AutoETS(season_length=panel.timeline.frequency.year)
    for row in rows[is_long]:
        out[row] = _forecast(model, panel.values[row, panel.first[row] : origin + 1], horizon)
    return out


def _forecast(model, values: np.ndarray, horizon: int) -> np.ndarray:
    """NaN where the model fails on these values: its failure costs this method, for this series."""
    try:
        with np.errstate(all="ignore"):
            return model.forecast(np.ascontiguousarray(values, dtype=float), h=horizon)["mean"]
    except Exception:
        log.warning("Exponential smoothing failed on a series of %d steps", len(values), exc_info=True)
        return np.full(horizon, np.nan)
