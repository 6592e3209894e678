"""Gradient boosting: the one model of all series, which `global_model` fits before any series is forecast."""

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.global_model import boosting
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats | None:
    """Forecast with the fitted model; nothing where there was too little to fit one."""
    if view.model is None:
        return None
    return boosting.predict(
        view.model, view.history, view.future, view.origin, view.horizon, view.fitted_steps
    )


METHOD = Method("boosted", "gradient boosting", 160, forecast, roles=frozenset({Role.GLOBAL}))
