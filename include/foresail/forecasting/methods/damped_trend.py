"""Holt's damped trend (Gardner and McKenzie 1985) on each series without its own year."""

import numpy as np

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.methods.shared.method import Method
from foresail.forecasting.methods.shared.own_season import (
    find_own_season,
    first_columns,
    has_no_week,
)
from foresail.forecasting.methods.shared.view import View

DAMPING = 0.9
TREND_ALPHAS = (0.1, 0.3, 0.5, 0.8)
TREND_BETAS = (0.05, 0.2)


def forecast(view: View) -> Floats:
    """Forecast the damped trend of each series without its own year, and the year again."""
    season = view.once(find_own_season)
    level, trend = _smooth(season.values, first_columns(view))
    sums = np.cumsum(DAMPING ** np.arange(1, view.horizon + 1))[None, :]
    return (level[:, None] + trend[:, None] * sums) * season.ahead


def _smooth(values: Floats, first: Ints) -> tuple[Floats, Floats]:
    """The level and the trend by the factors that forecast each series' own past best, a step ahead."""
    grid = [(alpha, beta) for alpha in TREND_ALPHAS for beta in TREND_BETAS]
    alphas = np.array([alpha for alpha, _ in grid])[:, None]
    betas = np.array([beta for _, beta in grid])[:, None]
    level = np.zeros((len(grid), len(values)))
    trend, error = np.zeros_like(level), np.zeros_like(level)
    for column in range(values.shape[1]):
        value, begun = values[:, column], column > first
        ahead = level + DAMPING * trend
        error += np.where(begun, (value - ahead) ** 2, 0.0)
        newer = np.where(begun, ahead + alphas * (value - ahead), value)
        trend = np.where(begun, betas * (newer - level) + (1 - betas) * DAMPING * trend, 0.0)
        level = newer
    best, rows = error.argmin(axis=0), np.arange(len(values))
    return level[best, rows], trend[best, rows]


METHOD = Method("damped_trend", "damped trend", 140, forecast, suits=has_no_week)
