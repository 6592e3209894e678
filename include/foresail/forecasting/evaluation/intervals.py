"""Conformal quantiles: the backtest's own errors, scaled and pooled over like forecasts.

Split conformal prediction (Vovk et al. 2005) with the pool widened to a stretch of lead time, a band of the
forecast itself, and the calmer or the more restless half of that: how far demand strays from its mean depends
on the mean more than on whose it is, and a single series has far too few errors to take a 5 % quantile of.
What sells on most steps and what does not have pools of their own: the same mean is many small sales of
the one and a few large orders of the other (docs/adr/0007).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Floats, Ints
from foresail.forecasting.data.demand_classes import ERRATIC, EVERY_CLASS, INTERMITTENT, LUMPY, SMOOTH
from foresail.forecasting.evaluation.agreement import believe, variance_of_mean
from foresail.forecasting.evaluation.selection import CHOICE_ROWS_MIN
from foresail.quantiles import LEVELS, NAMES

OFTEN, SELDOM = "often", "seldom"
KINDS = {SMOOTH: OFTEN, ERRATIC: OFTEN, INTERMITTENT: SELDOM, LUMPY: SELDOM}
POOLS = 12
POOL_ROWS_MIN = 300
AGREEING_MIN = 2
# How far a quantile moves with the median: whole at the median, not at all from 10 and 90 % on.
NEAR_MEDIAN = np.clip(1 - np.abs(np.array(LEVELS) - 0.5) / 0.4, 0.0, 1.0)
# The smallest mean and swing that an error is measured by, in parts of the level.
MEAN_MIN, SWING_MIN = 0.02, 0.001
NO_BACKTEST = (-1.5, -1.0, -0.9, -0.6, 0.0, 0.8, 2.0, 3.0, 4.0)
"""Wide on purpose: with nothing measured, from nothing to several times the forecast."""


@dataclass(frozen=True)
class Pools:
    """The quantiles of the scaled errors of one kind of demand, as plain data.

    `edges` of the bands (units), `splits` of the bands into halves (swing in parts of the mean), `lead_times`
    (first steps), `steps` (the last measured), `errors` by band, half, stretch, quantile.
    """

    edges: list[float]
    splits: list[float]
    lead_times: list[int]
    steps: int | None
    errors: list[list[list[list[float]]]]


UNMEASURED = Pools([], [0.0], [1], None, [[[list(NO_BACKTEST)]] * 2])


def pool_errors(rows: pl.DataFrame, lead_times: tuple[int, ...], share: float = 1.0) -> dict[str, Pools]:
    """Take the quantiles of the scaled errors: of `all`, and of what sells OFTEN or SELDOM if that is enough.

    `rows` are demand_class, window, step, level, swing, y, chosen; `share` is the part of a backtest that is
    given.
    """
    enough = POOL_ROWS_MIN * share
    pools = {EVERY_CLASS: _pool_kind(rows, lead_times, enough)}
    kinds = _kinds(rows)
    for kind in (OFTEN, SELDOM):
        if (kinds == kind).sum() >= CHOICE_ROWS_MIN * share:
            pools[kind] = _pool_kind(rows.filter(kinds == kind), lead_times, enough)
    return pools


def _kinds(rows: pl.DataFrame) -> pl.Series:
    return rows["demand_class"].replace_strict(KINDS, default=EVERY_CLASS, return_dtype=pl.String)


def _pool_kind(rows: pl.DataFrame, lead_times: tuple[int, ...], enough: float) -> Pools:
    """The quantiles per band of the mean, half of the band, and stretch of lead time."""
    measured = rows.filter(pl.col("level") > 0)
    if measured.is_empty() or measured.height < enough:
        return UNMEASURED
    mean, step = measured["chosen"].to_numpy(), measured["step"].to_numpy()
    spread, restless = _measures(measured, mean)
    errors = (measured["y"].to_numpy() - mean) / spread
    edges = np.unique(np.quantile(mean, np.linspace(0, 1, POOLS + 1)[1:-1], method="higher"))
    edges = edges[edges > mean.min()]
    band = np.digitize(mean, edges)
    splits = np.array([np.median(restless[band == name]) for name in range(len(edges) + 1)])
    known = [first for first in lead_times if first <= step.max()]
    places = np.stack([band, restless > splits[band], np.digitize(step, known) - 1])
    return Pools(
        edges.tolist(),
        splits.tolist(),
        known,
        int(step.max()),
        _pool(errors, measured["window"].to_numpy(), places, (len(splits), 2, len(known)), enough),
    )


def _pool(
    errors: Floats, windows: Ints, places: Ints, shape: tuple[int, ...], enough: float
) -> list[list[list[list[float]]]]:
    """The quantiles at each place: of its own errors, or of a wider pool where those are too few."""
    quantiles = np.empty((*shape, len(LEVELS)))
    for place in np.ndindex(*shape):
        band, half, stretch = places == np.array(place)[:, None]
        wider = (band & half & stretch, band & half, band & stretch, band)
        pool = next((each for each in wider if each.sum() >= enough), None)
        at = slice(None) if pool is None else pool
        quantiles[place] = _quantiles_of(errors[at], windows[at])
    nested: list[list[list[list[float]]]] = quantiles.tolist()
    return nested


def _quantiles_of(errors: Floats, windows: Ints) -> Floats:
    """The quantiles of a pool; its median, and what lies next to it, moved to what the windows agree on.

    A window in which the whole catalogue sold less than forecast says nothing of the next one; what lies far
    from the median has such windows in it.
    """
    quantiles: Floats = np.quantile(errors, LEVELS)
    medians = np.array([np.median(errors[windows == window]) for window in np.unique(windows)])
    if len(medians) < AGREEING_MIN:
        return quantiles
    agreed = believe(medians.mean(), variance_of_mean(medians))
    return quantiles + NEAR_MEDIAN * (agreed - quantiles[LEVELS.index(0.5)])


def add_quantiles(rows: pl.DataFrame, pools: dict[str, Pools]) -> pl.DataFrame:
    """Add q025 to q975 (units, never negative, never crossing).

    `rows` are demand_class, step, level, swing, chosen. Steps beyond the measured ones widen with the
    square root of their lead time.
    """
    values = np.empty((rows.height, len(LEVELS)))
    kinds = _kinds(rows)
    for kind in (OFTEN, SELDOM, EVERY_CLASS):
        at = kinds == kind
        values[at.to_numpy()] = _quantiles(rows.filter(at), pools.get(kind, pools[EVERY_CLASS]))
    return rows.with_columns(pl.Series(name, values[:, place]) for place, name in enumerate(NAMES))


def _quantiles(rows: pl.DataFrame, pools: Pools) -> Floats:
    mean, step = rows["chosen"].to_numpy(), rows["step"].to_numpy()
    spread, restless = _measures(rows, mean)
    band = np.digitize(mean, pools.edges)
    half = (restless > np.array(pools.splits)[band]).astype(int)
    stretch = np.maximum(np.digitize(step, pools.lead_times) - 1, 0)
    errors = np.array(pools.errors)[band, half, stretch]
    if pools.steps:
        spread = spread * np.sqrt(np.maximum(step / pools.steps, 1.0))
    return np.maximum.accumulate(np.maximum(mean[:, None] + spread[:, None] * errors, 0.0), axis=1)


def _measures(rows: pl.DataFrame, mean: Floats) -> tuple[Floats, Floats]:
    """What errors are measured by, the forecast and the swing; and the swing in parts of the forecast."""
    level = rows["level"].to_numpy()
    mean = np.maximum(mean, MEAN_MIN * level)
    swing = np.maximum(rows["swing"].to_numpy(), SWING_MIN * level)
    with np.errstate(all="ignore"):
        return np.cbrt(mean) * np.cbrt(swing) ** 2, swing / mean
