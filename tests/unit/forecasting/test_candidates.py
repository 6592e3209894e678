import numpy as np
import polars as pl
import pytest
from foresail.forecasting.candidates import METHODS, forecast_methods
from foresail.forecasting.series import measure_activity, weekday_profile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import DAY, daily_history

amounts = st.floats(min_value=0, max_value=1e9, allow_nan=False)


FLAT = weekday_profile(measure_activity(daily_history([1.0]), DAY), DAY)


def values(history, method, horizon=7):
    return forecast_methods(history, horizon, FLAT)[method].to_list()


def test_seasonal_naive_copies_the_week_before():
    assert values(daily_history([9, 9, 1, 2, 3, 4, 5, 6, 7]), "seasonal_naive", 9) == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        1,
        2,
    ]


def test_seasonal_mean_is_the_mean_of_the_last_eight_same_weekdays():
    history = daily_history([float(number) for number in range(70)])
    assert values(history, "seasonal_mean", 1) == [np.mean([63 - 7 * week for week in range(8)])]


def test_history_mean_and_zero_are_what_they_say():
    history = daily_history([1, 2, 3, 6])
    assert values(history, "history_mean", 2) == [3, 3]
    assert values(history, "zero", 2) == [0, 0]


def test_a_weekday_never_seen_has_no_seasonal_number():
    assert values(daily_history([1, 2, 3]), "seasonal_naive") == [None, None, None, None, 1, 2, 3]


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=120), st.integers(1, 90))
def test_any_history_gives_finite_forecasts_that_are_not_negative_and_in_scale(y, horizon):
    rows = forecast_methods(daily_history(y), horizon, FLAT)
    assert rows.height == horizon
    for method in METHODS:
        numbers = rows[method].drop_nulls()
        assert numbers.is_finite().all()
        assert ((numbers >= 0) & (numbers <= 3 * max(y) + 1e-9)).all()


@pytest.mark.parametrize("count", [1, 3])
def test_series_do_not_touch_each_other(count):
    alone = forecast_methods(daily_history([1, 2, 3, 4, 5, 6, 7, 8]), 5, FLAT)
    among = [daily_history([1, 2, 3, 4, 5, 6, 7, 8])]
    among += [daily_history([1e6] * 30, unique_id=number + 2) for number in range(count)]
    together = forecast_methods(pl.concat(among), 5, FLAT).filter(pl.col("unique_id") == 1)
    assert together.equals(alone)
