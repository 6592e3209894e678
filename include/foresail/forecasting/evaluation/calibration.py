"""Calibration: the factors and the errors that make a mean and quantiles of what is chosen.

Each window of a backtest is measured by a calibration that the other windows have set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from foresail.forecasting.evaluation.bias import add_mean, find_corrections
from foresail.forecasting.evaluation.intervals import Pools, add_quantiles, pool_errors
from foresail.forecasting.methods.running import RULED


@dataclass(frozen=True)
class Calibration:
    """`pools` are the errors by kind of demand, `corrections` the factors of the mean by demand class."""

    pools: dict[str, Pools]
    corrections: dict[str, float] = field(default_factory=dict)


def calibrate(backtest: pl.DataFrame, lead_times: tuple[int, ...], share: float = 1.0) -> Calibration:
    """Find what makes a mean and quantiles of what is chosen after the backtest, which holds `chosen`.

    `share` is the part of a backtest that is given: fewer rows are then enough. What a rule forecasts, such
    as repeating demand that hardly ever misses, would tell nothing true of others.
    """
    restless = backtest.filter(pl.col(RULED).is_null())
    return Calibration(pool_errors(restless, lead_times, share), find_corrections(restless, share))


def calibrate_windows(backtest: pl.DataFrame, lead_times: tuple[int, ...]) -> dict[str, Calibration]:
    """Calibrate each window of the backtest, by its number, on the other windows.

    The newest window is so measured by older ones alone. A class or a pool that is large enough in the whole
    backtest is so in a part of it: what is measured is made like what is published.
    """
    calibrations = {}
    for window in backtest["window"].unique().sort().to_list():
        others = backtest.filter(pl.col("window") != window)
        calibrations[str(window)] = calibrate(others, lead_times, others.height / backtest.height)
    return calibrations


def apply_calibrations(
    backtest: pl.DataFrame, of_windows: Mapping[str, Calibration], other: Calibration
) -> pl.DataFrame:
    """Add mean and quantiles window by window; a window without a calibration of its own gets the `other`."""
    parts = [
        _apply(rows, of_windows.get(str(window), other))
        for (window,), rows in sorted(backtest.group_by("window", maintain_order=True))
    ]
    return pl.concat(parts) if parts else _apply(backtest, other)


def _apply(rows: pl.DataFrame, calibration: Calibration) -> pl.DataFrame:
    return add_quantiles(add_mean(rows, calibration.corrections), calibration.pools)
