"""Chooses, per demand class, which methods forecast and with what weights, by the backtest.

Absolute errors alone reward forecasting zero where demand is intermittent, squared ones alone let a few freak
orders decide: a recipe is scored by both, in parts of what seasonal naive makes of the same days.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from foresail.forecasting.backtesting import BASELINE, BOOSTED, METHODS, REFERENCES
from foresail.forecasting.standing import STANDING

EVERY_CLASS = "all"
FALLBACK = "history_mean"
Recipe = dict[str, float]
# A class with fewer judged rows than this follows the choice of all classes: its own would be noise.
CHOICE_ROWS_MIN = 2_000
# With fewer than this over all classes nothing can be chosen: the recent mean is what can be defended.
ANY_ROWS_MIN = 200
UNCHOSEN = {"recent_mean": 1.0}
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
    """The recipe per demand class, and under `all` for classes that are too small to choose.

    A class keeps a recipe of its own only where it is better than that of all in most windows.
    """
    if backtest.height < ANY_ROWS_MIN:
        return {EVERY_CLASS: UNCHOSEN}
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


def best_recipe(rows: pl.DataFrame) -> Recipe:
    """The best single method, or the best mixture where mixing gains more than noise would."""
    judge = _Judge(rows)
    singles = {name: judge.score({name: 1.0}) for name in judge.usable}
    ranked = sorted(singles, key=lambda name: (singles[name], METHODS.index(name)))
    if not ranked:
        return UNCHOSEN
    best = Scored({ranked[0]: 1.0}, singles[ranked[0]])
    for recipe in _mixtures(ranked):
        mixed = judge.score(recipe)
        if mixed < best.score - (COMBINING_GAIN if len(best.recipe) == 1 else 0.0):
            best = Scored(recipe, mixed)
    return best.recipe


def _mixtures(ranked: list[str]) -> list[Recipe]:
    out = [dict.fromkeys(ranked[:count], 1 / count) for count in (2, 3) if len(ranked) >= count]
    local = [name for name in ranked if name != BOOSTED]
    if BOOSTED in ranked and local:
        out += [{BOOSTED: part, local[0]: 1 - part} for part in BLENDS]
    return out


def score(rows: pl.DataFrame, recipe: Recipe) -> float:
    """The score of a recipe on these rows; lower is better."""
    return _Judge(rows).score(recipe)


class _Judge:
    """Scores recipes on the same rows."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.units = rows["y"].to_numpy()
        self.level = rows["level"].to_numpy()
        self.values = {name: rows[name].fill_null(np.nan).to_numpy() for name in METHODS}
        silent = {name: np.isnan(values).mean() for name, values in self.values.items()}
        self.usable = [name for name in METHODS if silent[name] <= SILENT_MAX and name not in REFERENCES]
        self.fallback = np.nan_to_num(self.values[FALLBACK])
        self.reference = self._errors(self._mix({BASELINE: 1.0}))

    def _mix(self, recipe: Recipe) -> np.ndarray:
        mixed = sum(weight * self.values[name] for name, weight in recipe.items())
        return np.where(np.isnan(mixed), self.fallback, mixed)

    def _errors(self, values: np.ndarray) -> tuple[float, float]:
        absolute = float(np.abs(values - self.units).sum())
        parts, units = (np.minimum(each / self.level, WINSOR) for each in (values, self.units))
        return absolute, float(((parts - units) ** 2).sum())

    def score(self, recipe: Recipe) -> float:
        pairs = zip(self._errors(self._mix(recipe)), self.reference, (0.5, 0.25), strict=True)
        return sum(weight * (np.log(mine + 1e-12) - np.log(theirs + 1e-12)) for mine, theirs, weight in pairs)


def describe_recipe(recipe: Recipe) -> str:
    """A recipe in words: `boosted`, or `67 % boosted + 33 % theta`."""
    if len(recipe) == 1:
        return next(iter(recipe))
    return " + ".join(f"{round(weight * 100)} % {name}" for name, weight in recipe.items())


def apply_recipes(choices: dict[str, Recipe], rows: pl.DataFrame) -> pl.DataFrame:
    """Add `chosen` to rows of demand_class, STANDING and the methods chosen.

    It is what each class's recipe gives, and of a standing order what that goes on with.
    """
    used = {name for recipe in choices.values() for name in recipe} | {BASELINE, FALLBACK}
    values = {name: rows[name].fill_null(np.nan).to_numpy() for name in used}
    classes = rows["demand_class"].to_numpy()
    chosen = np.full(rows.height, np.nan)
    for name in np.unique(classes.astype(str)):
        recipe = choices.get(name, choices[EVERY_CLASS])
        at = classes == name
        chosen[at] = sum(weight * values[method][at] for method, weight in recipe.items())
    for fallback in (BASELINE, FALLBACK):
        chosen = np.where(np.isnan(chosen), values[fallback], chosen)
    standing = rows[STANDING].fill_null(np.nan).to_numpy()
    chosen = np.where(np.isnan(standing), chosen, standing)
    return rows.with_columns(pl.Series("chosen", np.nan_to_num(chosen)))
