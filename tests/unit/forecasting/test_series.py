from datetime import timedelta

import polars as pl
import pytest
from foresail.forecasting.series import describe, fill_days, measure_activity, weekday_profile

from tests.factories import DAY, daily_history


def test_a_gap_is_zero_from_the_first_sale_to_the_last_day_of_all_data():
    demand = daily_history([5, 0, 0, 3]).filter(pl.col("y") > 0)
    filled = fill_days(demand, DAY + timedelta(days=1))
    assert filled["y"].to_list() == [5, 0, 0, 3, 0]


def test_a_product_that_was_only_returned_is_no_series():
    assert fill_days(daily_history([0, 0]), DAY).is_empty()


@pytest.mark.parametrize(
    ("y", "demand_class"),
    [
        ([10, 11, 9, 10] * 20, "smooth"),
        ([1, 20, 2, 40] * 20, "erratic"),
        ([5, 0, 0, 0] * 20, "intermittent"),
        ([1, 0, 0, 30, 0, 0] * 20, "lumpy"),
        ([3] * 10, "short"),
        ([5] * 100 + [0] * 200, "no-longer-sold"),
        ([1, *[0] * 150, 1, *[0] * 120], "intermittent"),
    ],
)
def test_the_demand_class_is_syntetos_and_boylans(y, demand_class):
    assert describe(daily_history(y))["demand_class"].to_list() == [demand_class]


def test_the_catalogues_week_is_an_average_of_one_and_zero_on_closed_days():
    open_days = daily_history([0.0 if number % 7 == 0 else 4.0 for number in range(140)])
    profile = weekday_profile(measure_activity(open_days, DAY), DAY)
    assert profile["share"].mean() == pytest.approx(1, abs=0.02)
    assert sorted(profile["share"].to_list())[:2] == [0, pytest.approx(7 / 6, abs=0.02)]


def test_nothing_after_a_day_enters_the_week_until_it():
    history = daily_history([1.0] * 100)
    until = DAY - timedelta(days=20)
    planted = history.with_columns(pl.when(pl.col("ds") > until).then(999.0).otherwise("y").alias("y"))
    assert weekday_profile(measure_activity(history, DAY), until).equals(
        weekday_profile(measure_activity(planted, DAY), until)
    )
