"""Chooses, per demand class, which methods forecast and with what weights, by the backtest.

Absolute errors alone reward forecasting zero where demand is intermittent, squared ones alone let a few
outliers decide: a recipe is scored by both, in parts of what seasonal naive makes of the same days.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.data.arrays import Floats
from foresail.forecasting.data.demand_classes import EVERY_CLASS
from foresail.forecasting.evaluation.recipes import Recipe
from foresail.forecasting.methods.registry import BASELINE, DEFAULT, FALLBACK, GLOBAL, METHODS, REFERENCES

# A class with fewer measured rows than this follows the choice of all classes: its own would be noise.
CHOICE_ROWS_MIN = 2_000
# With fewer than this over all classes little can be chosen: the recent mean is what can be defended, unless
# a method beats it by so much of its score, and in each of so many windows.
ANY_ROWS_MIN = 200
LITTLE_GAIN, LITTLE_WINDOWS_MIN = 0.1, 3
UNCHOSEN = {DEFAULT: 1.0}
# A recipe of several methods must be better than the best single one by this much, in parts of its score.
COMBINING_GAIN = 0.002
BLENDS = (0.5, 2 / 3, 0.8)
# One step counts at most as this many times its series' level.
WINSOR = 10.0
# A method that has no answer for more than this part of the rows is not chosen.
SILENT_MAX = 0.02


@dataclass(frozen=True)
class Scored:
    """A recipe and its score: the logarithm of its error against seasonal naive's; lower is better."""

    recipe: Recipe
    score: float


def choose(backtest: pl.DataFrame) -> dict[str, Recipe]:
    """Choose the recipe per demand class, and under `all` for classes that are too small to choose.

    A class keeps a recipe of its own only where it is better than that of all in most windows.
    """
    if backtest.height < ANY_ROWS_MIN:
        return {EVERY_CLASS: _choose_from_little(backtest)}
    everything = best_recipe(backtest)
    choices = {EVERY_CLASS: everything}
    for (name,), rows in sorted(backtest.group_by("demand_class", maintain_order=True)):
        if rows.height < CHOICE_ROWS_MIN:
            continue
        own = best_recipe(rows)
        wins = [
            score(part, own) < score(part, everything)
            for _, part in sorted(rows.group_by("window", maintain_order=True))
        ]
        choices[str(name)] = own if 2 * sum(wins) > len(wins) else everything
    return choices


def _choose_from_little(rows: pl.DataFrame) -> Recipe:
    """The default, or a single method that is clearly better than it, and in each window."""
    windows = rows["window"].unique().sort().to_list()
    if len(windows) < LITTLE_WINDOWS_MIN:
        return UNCHOSEN
    scorer = _Scorer(rows)
    parts = [_Scorer(rows.filter(pl.col("window") == window)) for window in windows]

    def gain(name: str, within: _Scorer) -> float:
        return within.score(UNCHOSEN) - within.score({name: 1.0})

    better = [
        name
        for name in scorer.usable
        if gain(name, scorer) > LITTLE_GAIN and all(gain(name, part) > 0 for part in parts)
    ]
    best = max(better, key=lambda name: (gain(name, scorer), -METHODS.index(name)), default=DEFAULT)
    return {best: 1.0}


def best_recipe(rows: pl.DataFrame) -> Recipe:
    """Find the best single method, or the best mixture where mixing gains more than noise would."""
    scorer = _Scorer(rows)
    singles = {name: scorer.score({name: 1.0}) for name in scorer.usable}
    ranked = sorted(singles, key=lambda name: (singles[name], METHODS.index(name)))
    if not ranked:
        return UNCHOSEN
    best = Scored({ranked[0]: 1.0}, singles[ranked[0]])
    for recipe in _mixtures(ranked):
        mixed = scorer.score(recipe)
        if mixed < best.score - (COMBINING_GAIN if len(best.recipe) == 1 else 0.0):
            best = Scored(recipe, mixed)
    return best.recipe


def _mixtures(ranked: list[str]) -> list[Recipe]:
    out = [dict.fromkeys(ranked[:count], 1 / count) for count in (2, 3) if len(ranked) >= count]
    local = [name for name in ranked if name != GLOBAL]
    if GLOBAL in ranked and local:
        out += [{GLOBAL: part, local[0]: 1 - part} for part in BLENDS]
    return out


def score(rows: pl.DataFrame, recipe: Recipe) -> float:
    """Score a recipe on these rows; lower is better."""
    return _Scorer(rows).score(recipe)


class _Scorer:
    """Scores recipes on the same rows."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.units = rows["y"].to_numpy()
        self.level = rows["level"].to_numpy()
        self.values = {name: rows[name].fill_null(np.nan).to_numpy() for name in METHODS}
        silent = {name: np.isnan(values).mean() for name, values in self.values.items()}
        self.usable = [name for name in METHODS if silent[name] <= SILENT_MAX and name not in REFERENCES]
        self.fallback = np.nan_to_num(self.values[FALLBACK])
        self.reference = self._errors(self._mix({BASELINE: 1.0}))

    def _mix(self, recipe: Recipe) -> Floats:
        mixed = sum(weight * self.values[name] for name, weight in recipe.items())
        return np.where(np.isnan(mixed), self.fallback, mixed)

    def _errors(self, values: Floats) -> tuple[float, float]:
        absolute = float(np.abs(values - self.units).sum())
        parts, units = (np.minimum(each / self.level, WINSOR) for each in (values, self.units))
        return absolute, float(((parts - units) ** 2).sum())

    def score(self, recipe: Recipe) -> float:
        """Score a recipe; lower is better."""
        pairs = zip(self._errors(self._mix(recipe)), self.reference, (0.5, 0.25), strict=True)
        return float(
            sum(weight * (np.log(mine + 1e-12) - np.log(theirs + 1e-12)) for mine, theirs, weight in pairs)
        )
