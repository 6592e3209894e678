import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.recipes import apply_recipes, describe_recipe, label_recipe
from foresail.forecasting.evaluation.selection import best_recipe, choose, score
from foresail.forecasting.methods.registry import METHODS

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


def hardly_better(height):
    """A backtest of three windows in which Theta is better than the default, by less than is told from little."""
    rows = backtest_of({"smooth": "theta"}).filter(pl.col("window") <= 3)
    rows = rows.filter(pl.col("unique_id").is_in(rows["unique_id"].unique().sort().head(30).implode()))
    near = (pl.col("y") + (pl.col("recent_mean") - pl.col("y")) * 0.95).alias("theta")
    return rows.with_columns(near).sort("unique_id", "window").head(height)


@pytest.mark.parametrize(("height", "is_default"), [(199, True), (200, False)])
def test_two_hundred_rows_are_enough_to_choose_anything(height, is_default):
    assert (choose(hardly_better(height))["all"] == {"recent_mean": 1.0}) == is_default


def test_of_less_a_method_is_chosen_that_is_clearly_better_in_each_window():
    few = backtest_of({"smooth": "theta"}).sort("unique_id", "window").head(90)
    windows = few["window"].n_unique()
    assert windows >= 3 and choose(few)["all"] == {"theta": 1.0}
    worse = pl.when(pl.col("window") == 1).then(pl.col("theta") + 99).otherwise("theta").alias("theta")
    assert choose(few.with_columns(worse))["all"] == {"recent_mean": 1.0}
    assert choose(few.filter(pl.col("window") <= 2))["all"] == {"recent_mean": 1.0}


def test_a_product_with_nearly_all_units_decides_for_a_small_catalogue():
    few = backtest_of({"smooth": "theta"}).sort("unique_id", "window").head(90)
    small = pl.col("unique_id") != few["unique_id"].min()
    spoilt = few.with_columns(
        pl.when(small).then(pl.col("y") * 0.9).otherwise(pl.col("y") * 1_000).alias("y"),
        pl.when(small).then("theta").otherwise(pl.col("theta") * 1_000).alias("theta"),
        pl.when(small).then("recent_mean").otherwise(pl.col("recent_mean") * 1_300).alias("recent_mean"),
    )
    assert choose(spoilt)["all"] == {"theta": 1.0}


@pytest.mark.parametrize(("height", "own"), [(1_999, False), (2_000, True)])
def test_two_thousand_rows_are_enough_for_a_choice_of_its_own(height, own):
    backtest = backtest_of({"smooth": "theta", "lumpy": "tsb"})
    lumpy = backtest.filter(pl.col("demand_class") == "lumpy").head(height)
    choices = choose(pl.concat([backtest.filter(pl.col("demand_class") == "smooth"), lumpy]))
    assert ("lumpy" in choices) == own


@pytest.mark.parametrize(("windows", "own"), [([1], False), ([1, 2], True)])
def test_a_class_keeps_its_own_recipe_where_it_wins_in_most_windows(windows, own):
    """Of lumpy demand TSB is so good in some windows that it is best of all, and worse than Theta in others."""
    backtest = backtest_of({"smooth": "theta", "lumpy": "theta"}, 6_000)
    place = (pl.col("demand_class") == "lumpy") & pl.col("window").is_in(windows)
    beside = (pl.col("demand_class") == "lumpy") & ~pl.col("window").is_in(windows)
    tsb = pl.when(place).then("y").when(beside).then(pl.col("theta") + 0.05).otherwise(pl.col("y") + 9)
    theta = pl.when(place).then(pl.col("y") + 6).otherwise("theta")
    backtest = backtest.with_columns(tsb=tsb, theta=theta)
    lumpy = backtest.filter(pl.col("demand_class") == "lumpy")
    assert best_recipe(lumpy) != {"theta": 1.0}
    assert (choose(backtest)["lumpy"] != choose(backtest)["all"]) == own


@pytest.mark.parametrize(("silent", "usable"), [(60, True), (61, False)])
def test_a_method_may_be_silent_on_two_in_a_hundred_rows(silent, usable):
    backtest = backtest_of({"smooth": "theta"})
    quiet = pl.when(pl.int_range(pl.len()) < silent).then(None).otherwise("theta").alias("theta")
    assert ("theta" in best_recipe(backtest.with_columns(quiet))) == usable


def test_references_are_never_chosen_and_of_equals_the_first_is():
    backtest = backtest_of({"smooth": "zero"}).with_columns(history_mean=pl.col("y"))
    assert not {"zero", "history_mean"} & set(best_recipe(backtest))
    equal = backtest_of({"smooth": "theta"}).with_columns(
        **dict.fromkeys(("ses", "theta", "tsb"), pl.col("y") + 1), boosted=pl.col("y") + 1
    )
    assert best_recipe(equal) == {"ses": 1.0}


def test_a_mixture_that_gains_less_than_noise_is_not_taken():
    """Half and half of these two is a hair better than the first alone, and then much better."""
    backtest = backtest_of({"smooth": "theta"})
    for apart, mixed in ((0.001, False), (1.0, True)):
        noise = pl.when(pl.int_range(pl.len()) % 2 == 0).then(apart).otherwise(-apart)
        told = backtest.with_columns(theta=pl.col("y") + 1 + noise, ses=pl.col("y") + 1 - noise)
        assert (len(best_recipe(told)) > 1) == mixed


def test_the_global_model_is_mixed_with_the_best_of_the_others_in_several_parts():
    backtest = backtest_of({"smooth": "theta"})
    noise = pl.Series(np.random.default_rng(4).normal(0, 2, backtest.height))
    for part in (0.5, 2 / 3, 0.8):
        told = backtest.with_columns(
            boosted=pl.col("y") + (1 - part) * noise, theta=pl.col("y") - part * noise
        )
        assert best_recipe(told) == pytest.approx({"boosted": part, "theta": 1 - part})


def test_three_methods_that_err_apart_are_mixed():
    backtest = backtest_of({"smooth": "theta"})
    phase = pl.int_range(pl.len()) % 3
    names = ("ses", "tsb", "theta")
    told = backtest.with_columns(
        (pl.col("y") + pl.when(phase == number).then(2.0).otherwise(-1.0)).alias(name)
        for number, name in enumerate(names)
    )
    assert best_recipe(told) == pytest.approx(dict.fromkeys(names, 1 / 3))


def test_a_score_is_half_the_absolute_and_half_the_squared_error_in_parts_of_seasonal_naives():
    backtest = backtest_of({"smooth": "theta"}).with_columns(
        y=pl.lit(5.0), level=pl.lit(5.0), seasonal_naive=pl.lit(9.0), theta=pl.lit(7.0), tsb=pl.lit(305.0)
    )
    assert score(backtest, {"seasonal_naive": 1.0}) == pytest.approx(0.0)
    assert score(backtest, {"theta": 1.0}) == pytest.approx(np.log(2 / 4))
    # One step counts at most as ten times the level: 9 levels too many are told from 0.8.
    assert score(backtest, {"tsb": 1.0}) == pytest.approx(0.5 * np.log(300 / 4) + 0.5 * np.log(9 / 0.8))


def test_repeating_demand_goes_before_every_recipe():
    row = backtest_of({"smooth": "theta"}).head(1).with_columns(ruled=pl.lit(7.0))
    assert apply_recipes({"all": {"theta": 1.0}}, row)["chosen"].to_list() == [7.0]


def test_a_class_is_forecast_by_its_own_recipe_or_that_of_all():
    rows = backtest_of({"smooth": "theta", "lumpy": "tsb"}).group_by("demand_class").first()
    rows = rows.with_columns(theta=pl.lit(2.0), tsb=pl.lit(4.0)).sort("demand_class")
    choices = {"all": {"theta": 1.0}, "lumpy": {"theta": 0.25, "tsb": 0.75}}
    assert apply_recipes(choices, rows)["chosen"].to_list() == [3.5, 2.0]


@pytest.mark.parametrize("usable", [("ses",), ("ses", "theta")])
def test_no_more_methods_are_mixed_than_there_are(usable):
    backtest = backtest_of({"smooth": "theta"})
    place = pl.int_range(pl.len())
    apart = pl.when(place % 2 == 0).then(2.0).otherwise(-2.0)
    known = {"ses": pl.col("y") + apart, "theta": pl.col("y") - apart}
    known = {name: known[name] for name in usable}
    # Seasonal naive has an answer for too few rows to be chosen itself.
    known["seasonal_naive"] = pl.when(place < 100).then(None).otherwise(pl.col("y") + 9)
    silent = dict.fromkeys(set(METHODS) - set(known) - {"history_mean"}, None)
    told = backtest.with_columns(**known, **silent).cast(dict.fromkeys(METHODS, pl.Float64))
    assert best_recipe(told) == dict.fromkeys(usable, 1 / len(usable))


def test_where_every_method_is_silent_the_recent_average_is_used():
    silent = backtest_of({"smooth": "theta"}).with_columns(**dict.fromkeys(METHODS, None))
    assert best_recipe(silent.cast(dict.fromkeys(METHODS, pl.Float64))) == {"recent_mean": 1.0}
