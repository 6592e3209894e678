import re

import numpy as np
import polars as pl
import pytest
from foresail.forecasting import contest
from foresail.forecasting.artifact import Model
from foresail.forecasting.backtesting import METHODS, SCHEMA
from foresail.forecasting.intervals import UNMEASURED
from foresail.forecasting.judging import find_judge, find_judges
from foresail.forecasting.selection import apply_recipes, choose, describe_recipe
from foresail.forecasting.standing import STANDING


def backtest_of(good: dict[str, str], count=3_000, seed=1):
    """Each class's good method is the truth with little noise; all others are far off."""
    rng = np.random.default_rng(seed)
    parts = []
    for number, (name, method) in enumerate(good.items()):
        y = rng.poisson(5, count).astype(float)
        far = {each: y + rng.normal(4, 3, count) for each in METHODS}
        far[method] = y + rng.normal(0, 0.5, count)
        frame = {
            "unique_id": np.repeat(np.arange(count // 30) + 1000 * number, 30),
            "window": np.tile(np.repeat([1, 2, 3], 10), count // 30),
            "step": np.tile(np.arange(1, 11), count // 10),
            "demand_class": [name] * count,
            **dict.fromkeys(("level", "mase_scale", "rmsse_scale", "swing"), np.full(count, 5.0)),
            "y": y,
            STANDING: None,
            **far,
        }
        parts.append(pl.DataFrame(frame).cast(SCHEMA).select(*SCHEMA))
    return pl.concat(parts)


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


def test_recipes_read_as_words():
    assert describe_recipe({"theta": 1.0}) == "theta"
    assert describe_recipe({"boosted": 2 / 3, "tsb": 1 / 3}) == "67 % boosted + 33 % tsb"


def model_of(recipe, frequency="day"):
    return Model(frequency, {"all": recipe}, {"all": UNMEASURED}, None, 10, None, {})


def test_a_challenger_that_loses_is_kept_out_and_says_by_how_much():
    backtest = backtest_of({"smooth": "theta"})
    verdict = contest.judge(backtest, model_of({"zero": 1.0}), model_of({"theta": 1.0}))
    assert not verdict.wins
    assert "WAPE" in verdict.reason
    assert contest.judge(backtest, model_of({"theta": 1.0}), model_of({"zero": 1.0})).wins


def test_noise_and_another_frequency_keep_no_challenger_out():
    backtest = backtest_of({"smooth": "theta"})
    close = backtest.with_columns((pl.col("theta") + 0.001).alias("ses"))
    assert contest.judge(close, model_of({"ses": 1.0}), model_of({"theta": 1.0})).wins
    assert contest.judge(backtest, model_of({"zero": 1.0}, "week"), model_of({"theta": 1.0})).wins


@pytest.mark.parametrize("rows", [0, 5])
def test_nothing_to_compare_lets_the_challenger_win(rows):
    backtest = backtest_of({"smooth": "theta"}).head(rows).with_columns(y=pl.lit(0.0))
    assert contest.judge(backtest, model_of({"zero": 1.0}), model_of({"theta": 1.0})).wins


@pytest.mark.parametrize("ratios", [(1.4, 1.4, 0.8), (1.0, 1.0, 1.0)])
def test_a_model_loses_to_no_model_that_is_the_same(ratios):
    backtest = backtest_of({"smooth": "theta"}, 9_000)
    factor = pl.col("window").replace_strict(dict(enumerate(ratios, 1)), return_dtype=pl.Float64)
    shifted = backtest.with_columns((pl.col("y") * factor).alias("y"))
    recipes = {"all": {"theta": 1.0}}
    chosen = apply_recipes(recipes, shifted)
    own = find_judge(chosen, (1,))
    same = Model(
        "day", recipes, own["pools"], None, 10, None, {}, own["corrections"], find_judges(chosen, (1,))
    )
    verdict = contest.judge(shifted, same, same)
    assert verdict.wins
    mine, theirs = re.search(r"WAPE (\S+) against the champion's (\S+),", verdict.reason).groups()
    assert mine == theirs
