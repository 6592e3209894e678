"""Chooses what the mean of demand that comes seldom rests on: what adds up best over a lead time.

Most steps of such a series sell nothing, so what errs least by the step is far too low in sum. Here a recipe
is scored by the sums of whole windows, squared, for of squared errors the mean has the least. Each counts in
parts of what chance makes of it: a sum of orders varies by their size times the root of their number.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Bools, Floats
from foresail.forecasting.data.demand_classes import ADI_LIMIT, INTERMITTENT, LUMPY
from foresail.forecasting.evaluation.recipes import Recipe
from foresail.forecasting.methods.registry import DEFAULT, METHODS, REFERENCES
from foresail.forecasting.methods.running import RULED

SELDOM = (INTERMITTENT, LUMPY)
EDGES = (ADI_LIMIT, 3.0, 7.0, 16.0, 32.0)
"""Where the groups of mean intervals between sales begin, in steps."""
EVERY_INTERVAL = "every interval"
# A group of fewer windows of series than this follows all that sell seldom; with fewer there is a default.
SUMS_MIN = 60
SILENT_MAX = 0.02
# No sum counts as further off than so many times what chance makes of it.
WINSOR = 5.0
MIXING_GAIN = 0.01


def group_demand(rows: pl.DataFrame) -> pl.Series:
    """The group of each row: its demand class, or of demand that comes seldom its mean interval."""
    if "interval" not in rows.columns:
        return rows["demand_class"]
    places = np.digitize(rows["interval"].fill_null(1.0).to_numpy(), EDGES)
    names = np.array([f"every {edge:g} steps or more" for edge in (1.0, *EDGES)], dtype=object)[places]
    seldom = rows["demand_class"].is_in(SELDOM)
    return pl.Series("group", names, dtype=pl.String).zip_with(seldom, rows["demand_class"])


def sells_seldom(rows: pl.DataFrame) -> Bools:
    """Which rows are of demand that comes seldom, whose means have recipes of their own."""
    if "interval" not in rows.columns:
        return np.zeros(rows.height, dtype=bool)
    return rows["demand_class"].is_in(SELDOM).to_numpy()


def choose_means(backtest: pl.DataFrame) -> dict[str, Recipe]:
    """Choose a recipe for the mean by group of demand that comes seldom, and one for groups too small."""
    rows = backtest.filter(pl.col("demand_class").is_in(SELDOM) & pl.col(RULED).is_null())
    usable = [name for name in METHODS if name not in REFERENCES and _answers(rows[name])]
    if rows.is_empty() or not usable:
        return {EVERY_INTERVAL: {DEFAULT: 1.0}}
    sums = _sum_up(rows.with_columns(group_demand(rows).alias("group")), usable)
    choices = {EVERY_INTERVAL: _best(sums, usable) if sums.height >= SUMS_MIN else {DEFAULT: 1.0}}
    for (name,), part in sorted(sums.group_by("group", maintain_order=True)):
        if part.height >= SUMS_MIN:
            choices[str(name)] = _best(part, usable)
    return choices


def _answers(values: pl.Series) -> bool:
    return values.null_count() <= SILENT_MAX * len(values)


def _sum_up(rows: pl.DataFrame, usable: list[str]) -> pl.DataFrame:
    """The units sold and forecast of each series and window, and what chance makes of the sum."""
    sums = rows.group_by("unique_id", "window", maintain_order=True).agg(
        pl.first("group"),
        pl.len().alias("steps"),
        pl.first("size", "interval"),
        pl.col("y").sum(),
        *(pl.col(name).fill_null(strategy="zero").sum() for name in usable),
    )
    orders = pl.max_horizontal(pl.col("steps") / pl.col("interval"), pl.lit(1.0))
    return sums.with_columns((pl.col("size") * orders.sqrt()).alias("chance")).filter(pl.col("chance") > 0)


def _best(sums: pl.DataFrame, usable: list[str]) -> Recipe:
    units, chance = sums["y"].to_numpy(), sums["chance"].to_numpy()

    def score(recipe: Recipe) -> float:
        told: Floats = np.sum([weight * sums[name].to_numpy() for name, weight in recipe.items()], axis=0)
        return float(np.minimum(np.abs(told - units) / chance, WINSOR).__pow__(2).mean())

    ranked = sorted(usable, key=lambda name: (score({name: 1.0}), METHODS.index(name)))
    best: Recipe = {ranked[0]: 1.0}
    for count in (2, 3):
        mixed = dict.fromkeys(ranked[:count], 1 / count)
        if len(ranked) >= count and score(mixed) < score(best) * (1 - MIXING_GAIN):
            best = mixed
    return best


def add_expected(rows: pl.DataFrame, means: Mapping[str, Recipe]) -> pl.DataFrame:
    """Add `expected` (units a step), what the mean rests on: the group's recipe, else what is chosen."""
    chosen = rows["chosen"].to_numpy()
    expected = chosen.copy()
    if means and "interval" in rows.columns:
        groups = group_demand(rows).to_numpy()
        free = sells_seldom(rows) & rows[RULED].is_null().to_numpy()
        for name in np.unique(groups[free].astype(str)):
            at = free & (groups == name)
            recipe = means.get(str(name), means[EVERY_INTERVAL])
            values = [rows[method].fill_null(np.nan).to_numpy()[at] * part for method, part in recipe.items()]
            mixed = np.sum(values, axis=0)
            expected[at] = np.where(np.isfinite(mixed), mixed, chosen[at])
    return rows.with_columns(pl.Series("expected", expected))
