from datetime import timedelta

import polars as pl
import pytest
from foresail.forecasting.series import describe, fill_days

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
