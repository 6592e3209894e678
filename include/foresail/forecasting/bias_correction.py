"""Takes back what a demand class's forecasts miss in sum, where the backtest's windows agree on it.

What is good on most steps may be low in sum: a freak order teaches the global model little, and where such
orders are usual they are part of the mean, which planners add up over a lead time (docs/adr/0019).
"""

import numpy as np
import polars as pl

from foresail.forecasting.demand_classes import TOO_SHORT
from foresail.forecasting.selection import ANY_ROWS_MIN, CHOICE_ROWS_MIN, EVERY_CLASS

# No mean becomes more than this many times what was chosen, or less than one part of as many.
FACTOR_MAX = 2.0
# Windows agree where their mean bias is larger than chance: its variance counts this many times.
CAUTION = 2.0


def find_corrections(backtest: pl.DataFrame, share: float = 1.0) -> dict[str, float]:
    """The factor per demand class, and under `all` for classes too small to tell.

    `backtest` is demand_class, window, y and chosen. Short histories are not corrected: their level is partly
    that of like products, which were sold. `share` is the part of a backtest that is given.
    """
    if backtest.height < ANY_ROWS_MIN * share:
        return {}
    corrections = {EVERY_CLASS: _find_factor(backtest)}
    for (name,), rows in sorted(backtest.group_by("demand_class", maintain_order=True)):
        if rows.height >= CHOICE_ROWS_MIN * share:
            corrections[str(name)] = _find_factor(rows)
    return corrections | {TOO_SHORT: 1.0}


def add_mean(rows: pl.DataFrame, corrections: dict[str, float]) -> pl.DataFrame:
    """Add `mean` (units a step) to rows of demand_class and chosen."""
    usual = corrections.get(EVERY_CLASS, 1.0)
    factor = pl.col("demand_class").replace_strict(corrections, default=usual, return_dtype=pl.Float64)
    return rows.with_columns((pl.col("chosen") * factor).alias("mean"))


def _find_factor(rows: pl.DataFrame) -> float:
    """What makes `chosen` add up to `y`, drawn towards 1 the more the windows differ; 1 for a single window.

    The mean over windows of the logarithm of sold to forecast, shrunk by its own variance as James and Stein
    (1961) shrink a mean, positive part.
    """
    windows = rows["window"].to_numpy()
    sold, forecast = (np.bincount(windows, rows[name].to_numpy()) for name in ("y", "chosen"))
    told = (sold > 0) & (forecast > 0)
    if told.sum() < 2:
        return 1.0
    short = np.log(sold[told]) - np.log(forecast[told])
    mean, variance = short.mean(), short.var(ddof=1) / len(short)
    if mean**2 <= CAUTION * variance:
        return 1.0
    limit = np.log(FACTOR_MAX)
    return float(np.exp(np.clip(mean * (1 - CAUTION * variance / mean**2), -limit, limit)))
