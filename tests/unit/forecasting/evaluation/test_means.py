"""The mean of what sells seldom rests on what adds up best over whole windows."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.evaluation.means import EVERY_INTERVAL, add_expected, choose_means, group_demand
from foresail.forecasting.methods.registry import METHODS
from foresail.forecasting.methods.running import RULED


def sparse(interval, series=60, demand_class="intermittent", seed=1):
    """Windows of 28 days of orders of four; `tsb` says the rate, all others that nothing comes."""
    rng = np.random.default_rng(seed)
    rows = series * 3 * 28
    return pl.DataFrame(
        {
            "unique_id": np.repeat(np.arange(series), 3 * 28) + 1000 * int(interval),
            "window": np.tile(np.repeat([1, 2, 3], 28), series),
            "demand_class": [demand_class] * rows,
            "size": [4.0] * rows,
            "interval": [float(interval)] * rows,
            "y": 4.0 * (rng.uniform(size=rows) < 1 / interval),
            RULED: pl.Series([None] * rows, dtype=pl.Float64),
            **{name: [4.0 / interval if name == "tsb" else 0.0] * rows for name in METHODS},
            "chosen": [0.0] * rows,
        }
    )


def test_what_says_the_rate_is_the_mean_though_nothing_is_nearer_by_the_day():
    means = choose_means(sparse(10))
    assert means == {EVERY_INTERVAL: {"tsb": 1.0}, "every 7 steps or more": {"tsb": 1.0}}
    assert add_expected(sparse(10), means)["expected"].unique().to_list() == [pytest.approx(0.4)]


def test_each_stretch_of_intervals_has_its_own_and_small_ones_that_of_all():
    swapped = sparse(40).rename({"tsb": "ses", "ses": "tsb"})
    means = choose_means(pl.concat([sparse(10), swapped.select(sparse(10).columns), sparse(20, series=4)]))
    assert means["every 7 steps or more"] == {"tsb": 1.0}
    assert means["every 32 steps or more"] == {"ses": 1.0}
    assert "every 16 steps or more" not in means


def test_what_sells_often_keeps_what_is_chosen():
    often = sparse(10, demand_class="smooth")
    assert group_demand(often).unique().to_list() == ["smooth"]
    assert add_expected(often, choose_means(often))["expected"].unique().to_list() == [0.0]


def test_a_rule_goes_before_it():
    ruled = sparse(10).with_columns(pl.lit(7.0).alias(RULED), chosen=pl.lit(7.0))
    assert add_expected(ruled, choose_means(sparse(10)))["expected"].unique().to_list() == [7.0]


def test_too_few_windows_give_the_recent_mean():
    assert choose_means(sparse(10, series=3)) == {EVERY_INTERVAL: {"recent_mean": 1.0}}


def test_a_model_from_before_there_were_such_means_forecasts_what_it_chose():
    assert add_expected(sparse(10), {})["expected"].unique().to_list() == [0.0]
