"""The champion against its challenger, on the newest window of the challenger's own backtest.

Both forecast the same days with what was known before them: the methods and the global model of that window,
each by its own recipes, and by the medians and means that all but its own newest window have set.
"""

from dataclasses import dataclass

import polars as pl

from foresail.forecasting.artifact import Model
from foresail.forecasting.intervals import MEDIAN
from foresail.forecasting.judging import Judge
from foresail.forecasting.judging import judge as judge_rows
from foresail.forecasting.selection import apply_recipes

# A challenger may be this much worse, in parts of the champion's error, before it is kept out: less is noise.
MARGIN = 0.02


@dataclass(frozen=True)
class Verdict:
    """Whether the challenger becomes champion, and why."""

    wins: bool
    reason: str


FIRST = Verdict(True, "The first model.")


def judge(backtest: pl.DataFrame, challenger: Model, champion: Model) -> Verdict:
    """Compare both on the newest window; where nothing can be compared, the challenger wins."""
    if challenger.frequency != champion.frequency:
        return Verdict(True, f"The data is now by the {challenger.frequency}: nothing to compare with.")
    newest = backtest.filter(pl.col("window") == (backtest["window"].max() or 0))
    if newest.is_empty() or newest["y"].sum() == 0:
        return Verdict(True, "There was too little to backtest: nothing to compare with.")
    mine, theirs = (_errors(newest, model) for model in (challenger, champion))
    told = (
        f"WAPE {mine[0]:.1%} against the champion's {theirs[0]:.1%}, "
        f"RMSE {mine[1]:.3g} against {theirs[1]:.3g}, on the newest window."
    )
    if all(own > (1 + MARGIN) * other for own, other in zip(mine, theirs, strict=True)):
        return Verdict(False, f"Kept out, it lost by more than {MARGIN:.0%}: {told}")
    return Verdict(True, f"Champion: {told}")


def _errors(rows: pl.DataFrame, model: Model) -> tuple[float, float]:
    """WAPE of the median, and the root of the mean's mean squared error in parts of each series' level."""
    miss, error = pl.col(MEDIAN) - pl.col("y"), pl.col("mean") - pl.col("y")
    told = judge_rows(apply_recipes(model.choices, rows), {}, _judge_of(model)).select(
        wape=miss.abs().sum() / pl.col("y").sum(), rmse=((error / pl.col("level")) ** 2).mean().sqrt()
    )
    return told["wape"][0], told["rmse"][0]


def _judge_of(model: Model) -> Judge:
    """What all but its own newest window have set: no model is judged by the window of the contest."""
    return model.judges[max(model.judges, key=int)] if model.judges else model.judge
