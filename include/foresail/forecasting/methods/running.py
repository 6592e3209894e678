"""Runs every method at an origin, and refuses what no method should answer."""

from collections.abc import Collection

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.registry import METHODS, REGISTRY
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View

# A forecast above this multiple of the most ever sold in a step is a method that went wrong.
PEAK_MULTIPLE = 3.0
RULED = "ruled"
"""The column of what goes before every choice, units a step; null where no rule has an answer."""
COLUMNS = (RULED, *METHODS)


def forecast_all(view: View, wanted: Collection[str] = METHODS) -> dict[str, Floats]:
    """Forecast every series by every method, and as RULED; NaN where one has no valid answer.

    Methods see usual sales; what events do ahead is put on what they say.
    A method that takes long is left out where it is not among the `wanted`.
    """
    nothing = np.full((view.count, view.horizon), np.nan)
    usual, times = view.usual, view.event_times
    out = {RULED: view.ruled}
    for name in METHODS:
        method = REGISTRY[name]
        # What others are measured by does not know of events.
        is_plain = bool({Role.BASELINE, Role.REFERENCE} & method.roles)
        given = view if is_plain else usual
        values = method.forecast(given) if _runs(method, view, wanted) else None
        valid = nothing if values is None else keep_valid(values, given.description.peak)
        out[name] = valid if is_plain else np.where(view.closed, 0.0, valid * times)
    return out


def _runs(method: Method, view: View, wanted: Collection[str]) -> bool:
    return method.suits(view.frequency) and (not method.is_costly or method.name in wanted)


def keep_valid(values: Floats, peak: Floats) -> Floats:
    """Replace by NaN what is not finite, or far above the most ever sold in a step; nothing is negative."""
    with np.errstate(invalid="ignore"):
        usable = np.isfinite(values) & (values <= PEAK_MULTIPLE * peak[:, None])
        return np.where(usable, np.maximum(values, 0.0), np.nan)
