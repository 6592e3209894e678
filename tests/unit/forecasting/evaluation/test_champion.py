"""A challenger becomes champion unless it is worse in both errors, by more than noise."""

import re

import polars as pl
import pytest
from foresail.forecasting.artifact import Model
from foresail.forecasting.evaluation.calibration import Calibration, calibrate, calibrate_windows
from foresail.forecasting.evaluation.champion import FIRST, MARGIN, OUTDATED, Contender, compare
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


def errors_of(**methods):
    """A backtest in which each method misses what was sold by these numbers, one after another."""
    backtest = backtest_of({"smooth": "tsb"}, 3_000).with_columns(y=pl.lit(5.0), level=pl.lit(5.0))
    place = pl.int_range(pl.len())
    return backtest.with_columns(
        (pl.lit(5.0) + pl.lit(pl.Series(misses, dtype=pl.Float64)).gather(place % len(misses))).alias(name)
        for name, misses in methods.items()
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "wins"),
    [
        ([1.03], [1.0], False),
        ([1.01], [1.0], True),
        ([1.1], [0.0, 2.0], True),
        ([0.0, 2.0], [1.1], True),
        ([0.0, 2.3], [1.1], False),
        ([0.0, 2.0], [0.985], True),
        ([0.0, 2.0], [0.975], False),
    ],
    ids=[
        "worse by 3 %",
        "worse by 1 %",
        "worse in WAPE alone",
        "in RMSE alone",
        "in both",
        "1.5 % in WAPE",
        "2.6 %",
    ],
)
def test_only_what_is_worse_in_both_errors_by_more_than_two_percent_is_rejected(mine, theirs, wins):
    backtest = errors_of(ses=mine, theta=theirs)
    assert compare(backtest, model_of({"ses": 1.0}), model_of({"theta": 1.0})).wins == wins


def test_only_the_newest_window_decides_and_the_reason_tells_both_errors():
    backtest = errors_of(ses=[1.5], theta=[1.0]).with_columns(
        ses=pl.when(pl.col("window") == 3).then(5.5).otherwise("ses")
    )
    verdict = compare(backtest, model_of({"ses": 1.0}), model_of({"theta": 1.0}))
    told = "WAPE 10.0% against the champion's 20.0%, RMSE 0.1 against 0.2, on the newest window."
    assert (verdict.wins, verdict.reason) == (True, f"Champion: {told}")
    lost = compare(backtest, model_of({"theta": 1.0}), model_of({"ses": 1.0}))
    told = "WAPE 20.0% against the champion's 10.0%, RMSE 0.2 against 0.1, on the newest window."
    assert (lost.wins, lost.reason) == (False, f"Rejected: worse by more than 2% in both, {told}")


def test_the_mean_is_judged_by_its_square_and_the_median_by_its_size():
    """A correction raises the mean alone: what it costs is in the RMSE, and WAPE stays."""
    backtest = errors_of(ses=[1.0])
    plain, raised = (
        Contender("day", {"all": {"ses": 1.0}}, Calibration({"all": UNMEASURED}, {"smooth": factor}))
        for factor in (1.0, 1.5)
    )
    assert "WAPE 20.0% against the champion's 20.0%" in compare(backtest, raised, plain).reason
    assert "RMSE 0.8 against 0.2" in compare(backtest, raised, plain).reason


def test_the_first_model_and_one_beside_an_unreadable_champion_win():
    assert FIRST.wins and OUTDATED.wins
    assert MARGIN == 0.02
