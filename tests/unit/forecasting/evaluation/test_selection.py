import numpy as np
import polars as pl
from foresail.forecasting.evaluation.recipes import apply_recipes, describe_recipe, label_recipe
from foresail.forecasting.evaluation.selection import choose

from tests.unit.forecasting.evaluation.backtests import backtest_of


def test_each_class_gets_the_method_that_is_best_for_it():
    choices = choose(backtest_of({"smooth": "theta", "lumpy": "tsb"}))
    assert choices["smooth"] == {"theta": 1.0}
    assert choices["lumpy"] == {"tsb": 1.0}


def test_a_small_class_follows_the_choice_of_all():
    few = backtest_of({"smooth": "theta", "lumpy": "tsb"})
    few = few.filter((pl.col("demand_class") == "smooth") | (pl.col("unique_id") < 1005))
    assert "lumpy" not in choose(few)
    assert choose(few)["all"] == {"theta": 1.0}


def test_two_methods_that_err_apart_are_mixed():
    backtest = backtest_of({"smooth": "boosted"})
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 2, backtest.height)
    mixed = backtest.with_columns(
        (pl.col("y") + pl.Series(noise)).alias("boosted"), (pl.col("y") - pl.Series(noise)).alias("ses")
    )
    assert choose(mixed)["all"] == {"boosted": 0.5, "ses": 0.5}


def test_a_method_that_is_often_silent_is_not_chosen():
    backtest = backtest_of({"smooth": "theta"})
    gappy = backtest.with_columns(pl.when(pl.col("step") == 1).then(None).otherwise("theta").alias("theta"))
    assert "theta" not in choose(gappy)["all"]


def test_where_the_recipe_is_silent_the_next_best_stands_in():
    row = backtest_of({"smooth": "theta"}).head(1).with_columns(theta=None, seasonal_naive=7.0)
    assert apply_recipes({"all": {"theta": 1.0}}, row)["chosen"].to_list() == [7.0]
    assert apply_recipes({"all": {"theta": 1.0}}, row.with_columns(seasonal_naive=None, history_mean=3.0))[
        "chosen"
    ].to_list() == [3.0]


def test_recipes_read_as_code_names_and_as_words():
    assert (describe_recipe({"theta": 1.0}), label_recipe({"theta": 1.0})) == ("theta", "Theta")
    mixed = {"boosted": 2 / 3, "ses_seasonal": 1 / 3}
    assert describe_recipe(mixed) == "67 % boosted + 33 % ses_seasonal"
    assert label_recipe(mixed) == "gradient boosting 67 % + seasonal exponential smoothing 33 %"
