"""Champion selection: the champion against its challenger, on the newest window of the challenger's backtest.

Both forecast the same days with what was known before them: the methods and the global model of that window,
each by its own recipes, and by the medians and means that all but its own newest window have set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from foresail.forecasting.evaluation.calibration import Calibration, apply_calibrations
from foresail.forecasting.evaluation.means import add_expected
from foresail.forecasting.evaluation.recipes import Recipe, apply_recipes
from foresail.quantiles import MEDIAN

# A challenger may be this much worse, in parts of the champion's error, before it is rejected: less is noise.
MARGIN = 0.02


@dataclass(frozen=True)
class Contender:
    """What of a model is compared; no model is measured by the window that decides."""

    frequency: str
    choices: Mapping[str, Recipe]
    calibration: Calibration
    means: Mapping[str, Recipe] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether the challenger becomes champion, and why."""

    wins: bool
    reason: str


FIRST = Verdict(True, "The first model.")
OUTDATED = Verdict(True, "The champion was made by another version of Foresail.")


def compare(backtest: pl.DataFrame, challenger: Contender, champion: Contender) -> Verdict:
    """Compare both on the newest window; where nothing can be compared, the challenger wins."""
    if challenger.frequency != champion.frequency:
        return Verdict(
            True, f"The data is now by {challenger.frequency}, so there is nothing to compare with."
        )
    newest = backtest.filter(pl.col("window") == (backtest["window"].max() or 0))
    if newest.is_empty() or newest["y"].sum() == 0:
        return Verdict(True, "There was too little history to backtest, so there is nothing to compare with.")
    mine, theirs = (_errors(newest, model) for model in (challenger, champion))
    figures = (
        f"WAPE {mine[0]:.1%} against the champion's {theirs[0]:.1%}, "
        f"RMSE {mine[1]:.3g} against {theirs[1]:.3g}, on the newest window."
    )
    if all(own > (1 + MARGIN) * other for own, other in zip(mine, theirs, strict=True)):
        return Verdict(False, f"Rejected: worse by more than {MARGIN:.0%} in both, {figures}")
    return Verdict(True, f"Champion: {figures}")


def _errors(rows: pl.DataFrame, model: Contender) -> tuple[float, float]:
    """WAPE of the median, and the root of the mean's mean squared error in parts of each series' level."""
    miss, error = pl.col(MEDIAN) - pl.col("y"), pl.col("mean") - pl.col("y")
    chosen = add_expected(apply_recipes(model.choices, rows), model.means)
    errors = apply_calibrations(chosen, {}, model.calibration).select(
        wape=miss.abs().sum() / pl.col("y").sum(), rmse=((error / pl.col("level")) ** 2).mean().sqrt()
    )
    return errors["wape"][0], errors["rmse"][0]
