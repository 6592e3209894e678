"""Conformal quantiles: the backtest's own errors, scaled and pooled over like forecasts.

Split conformal prediction (Vovk et al. 2005) with the pool widened to a stretch of lead time and a band of
the forecast itself: how far demand strays from its mean depends on the mean more than on whose it is, and a
single series has far too few errors to take a 5 % quantile of (docs/adr/0007).
"""

import numpy as np
import polars as pl

QUANTILES = (0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975)
COLUMNS = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")
BANDS = {80: ("q10", "q90"), 95: ("q025", "q975")}
POOLS = 12
POOL_ROWS_MIN = 300
# The smallest mean and swing that an error is measured by, in parts of the level.
MEAN_MIN, SWING_MIN = 0.02, 0.001
NO_BACKTEST = (-1.5, -1.0, -0.9, -0.6, 0.0, 0.8, 2.0, 3.0, 4.0)
"""Wide on purpose: with nothing measured, from nothing to several times the forecast."""


def calibrate(rows: pl.DataFrame, lead_times: tuple[int, ...]) -> dict:
    """The quantiles of the scaled errors per band of the mean and stretch of lead time.

    `rows` are step, level, rmsse_scale, y, chosen. Returns plain data: `edges` of the bands (units),
    `lead_times` (first steps), `steps` (the last one measured), `pools` by `band-stretch`, `all`.
    """
    measured = rows.filter(pl.col("level") > 0)
    if measured.height < POOL_ROWS_MIN:
        return {"edges": [], "lead_times": [1], "steps": 1, "pools": {}, "all": list(NO_BACKTEST)}
    mean, step = measured["chosen"].to_numpy(), measured["step"].to_numpy()
    errors = (measured["y"].to_numpy() - mean) / _spread(measured, mean)
    edges = np.unique(np.quantile(mean, np.linspace(0, 1, POOLS + 1)[1:-1]))
    known = [first for first in lead_times if first <= step.max()]
    band, stretch = np.digitize(mean, edges), np.digitize(step, known) - 1
    pools = {}
    for name in range(len(edges) + 1):
        inside = band == name
        for part in range(len(known)):
            pool = errors[inside & (stretch == part)]
            pool = pool if len(pool) >= POOL_ROWS_MIN else errors[inside]
            if len(pool) >= POOL_ROWS_MIN:
                pools[f"{name}-{part}"] = np.quantile(pool, QUANTILES).tolist()
    whole = np.quantile(errors, QUANTILES).tolist()
    return {
        "edges": edges.tolist(),
        "lead_times": known,
        "steps": int(step.max()),
        "pools": pools,
        "all": whole,
    }


def add_quantiles(rows: pl.DataFrame, pools: dict) -> pl.DataFrame:
    """Add q025 to q975 (units, never negative, never crossing) to rows of step, level, rmsse_scale, chosen.

    Steps beyond the measured ones widen with the square root of their lead time.
    """
    mean, step = rows["chosen"].to_numpy(), rows["step"].to_numpy()
    band = np.digitize(mean, pools["edges"]) if pools["edges"] else np.zeros(len(mean), dtype=int)
    stretch = np.maximum(np.digitize(step, pools["lead_times"]) - 1, 0)
    errors = np.tile(np.array(pools["all"]), (len(mean), 1))
    for name, quantiles in pools["pools"].items():
        number, part = (int(text) for text in name.split("-"))
        errors[(band == number) & (stretch == part)] = quantiles
    beyond = np.sqrt(np.maximum(step / pools["steps"], 1.0)) if pools["pools"] else np.ones(len(mean))
    spread = _spread(rows, mean) * beyond
    values = np.maximum.accumulate(np.maximum(mean[:, None] + spread[:, None] * errors, 0.0), axis=1)
    return rows.with_columns(pl.Series(name, values[:, place]) for place, name in enumerate(COLUMNS))


def _spread(rows: pl.DataFrame, mean: np.ndarray) -> np.ndarray:
    """What errors are measured by: the geometric mean of the forecast and of the series' usual swing."""
    level = rows["level"].to_numpy()
    swing = np.maximum(rows["rmsse_scale"].to_numpy(), SWING_MIN * level)
    return np.sqrt(np.maximum(mean, MEAN_MIN * level) * swing)
