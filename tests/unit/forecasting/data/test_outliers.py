"""One step that sold far more than any other is found, and left out of what is usual."""

import numpy as np
import pytest
from foresail.forecasting.data.outliers import find_outliers


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
