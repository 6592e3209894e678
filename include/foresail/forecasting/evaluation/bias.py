"""Takes back what a demand class's forecasts miss in sum, where the backtest agrees on it.

What is good on most steps may be low in sum: an outlier teaches the global model little, and where such
orders are usual they are part of the mean, which planners add up over a lead time (docs/adr/0019).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Bools, Floats, Ints
from foresail.forecasting.data.demand_classes import EVERY_CLASS, TOO_SHORT
from foresail.forecasting.evaluation.agreement import believe, variance_of_mean
from foresail.forecasting.evaluation.means import EVERY_INTERVAL, group_demand, sells_seldom
from foresail.forecasting.evaluation.selection import ANY_ROWS_MIN, CHOICE_ROWS_MIN
from foresail.forecasting.methods.running import RULED

# No mean becomes more than this many times what was chosen, or less than one part of as many.
FACTOR_MAX = 2.0


@dataclass(frozen=True)
class _Miss:
    """The logarithm of sold to forecast by window, NaN where either is nothing; and each series' part in it.

    `parts` (series, windows) are its linear terms, whose squares add up to the variance over products
    (Särndal et al. 1992, 5.5).
    """

    logarithms: Floats
    parts: Floats

    def beyond(self, other: "_Miss") -> "_Miss":
        """Find what is missed beyond another miss."""
        return _Miss(self.logarithms - other.logarithms, self.parts - other.parts)


def find_corrections(backtest: pl.DataFrame, share: float = 1.0) -> dict[str, float]:
    """Find the factor per group (means.group_demand); under `all`, or EVERY_INTERVAL, for groups too small.

    `backtest` is unique_id, demand_class, interval, window, y and expected. A group has the factor of all
    that sell as often, and what it agrees on beyond that. Short histories are not corrected: their level is
    partly that of like products, which were sold. `share` is the part of a backtest that is given.
    """
    if backtest.height < ANY_ROWS_MIN * share:
        return {}
    _, series = np.unique(backtest["unique_id"].to_numpy(), return_inverse=True)
    groups, seldom = group_demand(backtest).to_numpy(), sells_seldom(backtest)
    agreed: dict[str, float] = {}
    for whole, at in ((EVERY_CLASS, ~seldom), (EVERY_INTERVAL, seldom)):
        of_all = _find_miss(backtest, series, at)
        agreed[whole] = _agree(of_all)
        for name in np.unique(groups[at].astype(str)):
            own = at & (groups == name)
            if own.sum() >= CHOICE_ROWS_MIN * share:
                beyond = _find_miss(backtest, series, own).beyond(of_all)
                agreed[str(name)] = agreed[whole] + _agree(beyond)
    limit = np.log(FACTOR_MAX)
    factors = {name: float(np.exp(np.clip(miss, -limit, limit))) for name, miss in agreed.items()}
    return factors | {TOO_SHORT: 1.0}


def add_mean(rows: pl.DataFrame, corrections: dict[str, float]) -> pl.DataFrame:
    """Add `mean` (units a step) to rows of demand_class, interval, expected; what is RULED stays as it is."""
    usual = np.where(
        sells_seldom(rows),
        corrections.get(EVERY_INTERVAL, corrections.get(EVERY_CLASS, 1.0)),
        corrections.get(EVERY_CLASS, 1.0),
    )
    own = group_demand(rows).replace_strict(corrections, default=None, return_dtype=pl.Float64)
    factor = pl.Series("factor", own).fill_null(pl.Series(usual))
    free = pl.when(pl.col(RULED).is_null()).then(factor).otherwise(1.0)
    return rows.with_columns((pl.col(base_of(rows)) * free).alias("mean"))


def base_of(rows: pl.DataFrame) -> str:
    """The column that a mean is made of."""
    return "expected" if "expected" in rows.columns else "chosen"


def _find_miss(backtest: pl.DataFrame, series: Ints, at: Bools | None = None) -> _Miss:
    windows = backtest["window"].to_numpy()
    shape = (series.max(initial=-1) + 1, windows.max(initial=-1) + 1)
    place = series * shape[1] + windows
    values = [backtest[name].to_numpy() for name in ("y", base_of(backtest))]
    if at is not None:
        place, values = place[at], [each[at] for each in values]
    sold, forecast = (np.bincount(place, each, shape[0] * shape[1]).reshape(shape) for each in values)
    units, predicted = sold.sum(axis=0), forecast.sum(axis=0)
    with np.errstate(all="ignore"):
        logarithms = np.where((units > 0) & (predicted > 0), np.log(units) - np.log(predicted), np.nan)
        return _Miss(logarithms, sold / units - forecast / predicted)


def _agree(miss: _Miss) -> float:
    """The mean over windows, as far as it stands out from chance; 0 for a single window.

    Chance is the variance over windows or over series, whichever is larger: three windows may agree by luck,
    and so may ten products.
    """
    is_known = np.isfinite(miss.logarithms)
    if is_known.sum() < 2:
        return 0.0
    mean = miss.logarithms[is_known].mean()
    over_windows = variance_of_mean(miss.logarithms[is_known])
    series = len(miss.parts)
    over_series = (miss.parts[:, is_known].mean(axis=1) ** 2).sum() * series / max(series - 1, 1)
    return believe(mean, max(over_windows, over_series))
