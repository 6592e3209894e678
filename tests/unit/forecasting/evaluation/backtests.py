"""Made-up backtests."""

import numpy as np
import polars as pl
from foresail.forecasting.evaluation.backtest import MEASURES, SCHEMA
from foresail.forecasting.methods.registry import METHODS
from foresail.forecasting.methods.running import RULED


def backtest_of(good: dict[str, str], count=3_000, seed=1):
    """Each class's good method is the truth with little noise; all others are far off."""
    rng = np.random.default_rng(seed)
    parts = []
    for number, (name, method) in enumerate(good.items()):
        y = rng.poisson(5, count).astype(float)
        far = {each: y + rng.normal(4, 3, count) for each in METHODS}
        far[method] = y + rng.normal(0, 0.5, count)
        frame = {
            "unique_id": np.repeat(np.arange(count // 30) + 1000 * number, 30),
            "window": np.tile(np.repeat([1, 2, 3], 10), count // 30),
            "step": np.tile(np.arange(1, 11), count // 10),
            "demand_class": [name] * count,
            **dict.fromkeys(MEASURES, np.full(count, 5.0)),
            "y": y,
            RULED: None,
            **far,
        }
        parts.append(pl.DataFrame(frame).cast(SCHEMA).select(*SCHEMA))
    return pl.concat(parts)
