"""Zero: what is forecast of products that are no longer sold, and what every method must beat."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.methods.shared.method import Method, Role
from foresail.forecasting.methods.shared.view import View


def forecast(view: View) -> Floats:
    """Forecast nothing."""
    return view.flat(np.zeros(view.count))


METHOD = Method("zero", "zero", 0, forecast, roles=frozenset({Role.REFERENCE, Role.ZERO}))
