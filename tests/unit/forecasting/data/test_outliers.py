"""One step that sold far more than any other is found, and left out of what is usual."""

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.outliers import find_outliers, trim_outliers

from tests.factories import daily_history
from tests.forecasting import train


def outlier_of(values):
    table = np.array([values], dtype=float)
    return find_outliers(table, (table > 0).sum(axis=1)).columns.tolist()


def test_over_twenty_times_any_other_step_is_an_outlier_and_twenty_times_is_none():
    usual = [10.0] * 30
    assert outlier_of([*usual[:5], 200.0, *usual]) == [-1]
    assert outlier_of([*usual[:5], 200.5, *usual]) == [5]


def test_ten_steps_with_sales_tell_an_outlier_and_nine_do_not():
    assert outlier_of([1.0] * 8 + [0.0] * 20 + [900.0]) == [-1]
    assert outlier_of([1.0] * 9 + [0.0] * 20 + [900.0]) == [29]
    assert outlier_of([1.0] * 8 + [900.0]) == [-1]


@pytest.mark.parametrize("place", [0, 11, 29])
@pytest.mark.parametrize(("lag", "power"), [(1, 2), (7, 1)])
def test_what_is_spared_is_what_changes_lose_where_the_outlier_is_the_next_best(place, lag, power):
    rng = np.random.default_rng(1)
    values = rng.integers(1, 9, 30).astype(float)
    values[(place + 3) % 30] = 9.0
    spoilt = values.copy()
    values[place], spoilt[place] = 9.0, 900.0

    def changes(row):
        return (np.abs(row[lag:] - row[:-lag]) ** power).sum()

    outliers = find_outliers(spoilt[None, :], np.array([30]))
    spared = outliers.spare(spoilt[None, :], np.array([0]), lag, power)
    assert changes(spoilt) - spared[0] == pytest.approx(changes(values))


def test_changes_before_the_first_sale_are_not_spared():
    values = np.zeros((1, 30))
    values[0, 12:], values[0, 12] = 5.0, 500.0
    outliers = find_outliers(values, np.array([18]))
    assert outliers.spare(values, np.array([12]), 1, 1).tolist() == [495.0]


def trimmed(values):
    table = np.array([values], dtype=float)
    sales = np.concatenate([np.zeros((1, 1)), np.cumsum(table > 0, axis=1)], axis=1)
    return trim_outliers(table, sales)[0].tolist()


def test_methods_are_given_no_more_of_an_outlier_than_the_most_before_it():
    usual = [float(number % 9 + 1) for number in range(60)]
    assert trimmed([*usual, 5_000.0, *usual]) == [*usual, 9.0, *usual]


def test_twenty_times_is_no_outlier_a_second_one_is_usual_and_a_new_product_grows():
    usual = [10.0] * 60
    assert trimmed([*usual, 200.0, *usual])[60] == 200
    assert trimmed([*usual, 900.0, *usual, 800.0])[60::61] == [10.0, 800.0]
    assert trimmed([1.0] * 39 + [500.0])[39] == 500


def test_nothing_is_copied_where_nothing_is_cut():
    table = np.ones((1, 50))
    assert trim_outliers(table, np.zeros((1, 51))) is table


def test_one_order_of_thousands_lifts_no_forecast():
    rng = np.random.default_rng(8)
    sold = rng.poisson(20, 200).astype(float)
    sold[195] = 5_000
    others = [daily_history(rng.poisson(15, 200), unique_id=number) for number in range(2, 12)]
    demand = pl.concat([daily_history(sold), *others])
    products, rows = train(demand, 14).forecast(demand)
    assert rows.filter(pl.col("product_id") == 1)["mean"].mean() == pytest.approx(20, rel=0.2)
    assert "were over 20 times those of any other day: check them." in products["reason"][0]
