"""Draws by hash: the same series are drawn wherever a task runs and however series are sharded."""

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Floats, Ints


def mix(left: Ints, right: Ints) -> Floats:
    """Make a number in [0, 1) of two whole numbers (the finaliser of splitmix64; Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        value = left.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + right.astype(np.uint64)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
    return (value >> np.uint64(11)).astype(np.float64) / 2.0**53


def is_drawn(ids: pl.Series, share: float, draw: int = 0) -> pl.Series:
    """Tell which series are in a share of all; another number of the `draw` draws others."""
    return pl.Series(mix(ids.to_numpy(), np.full(1, draw)) < share)
