"""ADIDA: smoothing of demand that is added up over its usual interval (Nikolopoulos et al. 2011)."""

import numpy as np

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.history import EVER
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.view import View

ADIDA_ALPHA = 0.2


def forecast(view: View) -> Floats:
    """Aggregate to buckets of the mean interval between sales, smooth, spread (Nikolopoulos et al. 2011)."""
    history, count = view.history, view.count
    rows, ends = np.arange(count), np.full(count, view.origin + 1)
    age = np.maximum(history.age(rows, ends - 1), 0)
    width = np.maximum(np.rint(age / np.maximum(history.sales[rows, ends], 1)), 1).astype(int)
    buckets = age // width
    level = np.zeros(count)
    for back in range(int(buckets.max(initial=0)), 0, -1):
        start = np.maximum(ends - back * width, 0)
        units = history.sums[rows, np.minimum(start + width, ends)] - history.sums[rows, start]
        begins, within = buckets == back, buckets > back
        level = np.where(begins, units, np.where(within, level + ADIDA_ALPHA * (units - level), level))
    return view.flat(np.where(buckets > 0, level / width, history.mean(rows, ends - 1, EVER)))


METHOD = Method("adida", "ADIDA", 80, forecast)
