"""A challenger becomes champion unless it is worse in both errors, by more than noise."""

import re

import polars as pl
import pytest
from foresail.forecasting.artifact import Model
from foresail.forecasting.evaluation.calibration import Calibration, calibrate, calibrate_windows
from foresail.forecasting.evaluation.champion import Contender, compare
from foresail.forecasting.evaluation.intervals import UNMEASURED
from foresail.forecasting.evaluation.recipes import apply_recipes

from tests.unit.forecasting.evaluation.backtests import backtest_of


def model_of(recipe, frequency="day"):
    return Contender(frequency, {"all": recipe}, Calibration({"all": UNMEASURED}))


def test_a_challenger_that_loses_is_rejected_and_says_by_how_much():
    backtest = backtest_of({"smooth": "theta"})
    verdict = compare(backtest, model_of({"zero": 1.0}), model_of({"theta": 1.0}))
    assert not verdict.wins
    assert "WAPE" in verdict.reason
    assert compare(backtest, model_of({"theta": 1.0}), model_of({"zero": 1.0})).wins


def test_noise_and_another_frequency_reject_no_challenger():
    backtest = backtest_of({"smooth": "theta"})
    close = backtest.with_columns((pl.col("theta") + 0.001).alias("ses"))
    assert compare(close, model_of({"ses": 1.0}), model_of({"theta": 1.0})).wins
    assert compare(backtest, model_of({"zero": 1.0}, "week"), model_of({"theta": 1.0})).wins


@pytest.mark.parametrize("rows", [0, 5])
def test_nothing_to_compare_lets_the_challenger_win(rows):
    backtest = backtest_of({"smooth": "theta"}).head(rows).with_columns(y=pl.lit(0.0))
    assert compare(backtest, model_of({"zero": 1.0}), model_of({"theta": 1.0})).wins


@pytest.mark.parametrize("ratios", [(1.4, 1.4, 0.8), (1.0, 1.0, 1.0)])
def test_a_model_loses_to_no_model_that_is_the_same(ratios):
    backtest = backtest_of({"smooth": "theta"}, 9_000)
    factor = pl.col("window").replace_strict(dict(enumerate(ratios, 1)), return_dtype=pl.Float64)
    shifted = backtest.with_columns((pl.col("y") * factor).alias("y"))
    recipes = {"all": {"theta": 1.0}}
    chosen = apply_recipes(recipes, shifted)
    own, windows = calibrate(chosen, (1,)), calibrate_windows(chosen, (1,))
    same = Model("day", recipes, own, None, 10, None, {}, windows).contender
    verdict = compare(shifted, same, same)
    assert verdict.wins
    mine, theirs = re.search(r"WAPE (\S+) against the champion's (\S+),", verdict.reason).groups()
    assert mine == theirs
