"""Recipes: which methods forecast a demand class, and with what weights."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from foresail.forecasting.data.demand_classes import EVERY_CLASS
from foresail.forecasting.methods.registry import BASELINE, FALLBACK, LABELS
from foresail.forecasting.methods.running import RULED

Recipe = dict[str, float]
"""The weight of each method, by its code name."""


def describe_recipe(recipe: Recipe) -> str:
    """Write a recipe in code names: `boosted`, or `67 % boosted + 33 % theta`."""
    if len(recipe) == 1:
        return next(iter(recipe))
    return " + ".join(f"{round(weight * 100)} % {name}" for name, weight in recipe.items())


def label_recipe(recipe: Recipe) -> str:
    """Write a recipe as a planner reads it: `Theta`, or `gradient boosting 67 % + Theta 33 %`."""
    if len(recipe) == 1:
        return LABELS[next(iter(recipe))]
    return " + ".join(f"{LABELS[name]} {round(weight * 100)} %" for name, weight in recipe.items())


def recipe_for(choices: Mapping[str, Recipe], demand_class: str) -> Recipe:
    """Find the recipe of a demand class: its own, or that of all."""
    return choices.get(demand_class, choices[EVERY_CLASS])


def apply_recipes(choices: Mapping[str, Recipe], rows: pl.DataFrame) -> pl.DataFrame:
    """Add `chosen` to rows of demand_class, RULED and the methods chosen.

    It is what each class's recipe gives, and what rules say before it.
    """
    used = {name for recipe in choices.values() for name in recipe} | {BASELINE, FALLBACK}
    values = {name: rows[name].fill_null(np.nan).to_numpy() for name in used}
    classes = rows["demand_class"].to_numpy()
    chosen = np.full(rows.height, np.nan)
    for name in np.unique(classes.astype(str)):
        at = classes == name
        recipe = recipe_for(choices, str(name))
        chosen[at] = sum(weight * values[method][at] for method, weight in recipe.items())
    for fallback in (BASELINE, FALLBACK):
        chosen = np.where(np.isnan(chosen), values[fallback], chosen)
    ruled = rows[RULED].fill_null(np.nan).to_numpy()
    chosen = np.where(np.isnan(ruled), chosen, ruled)
    return rows.with_columns(pl.Series("chosen", np.nan_to_num(chosen)))
