from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from foresail.forecasting.data.demand_classes import describe

from tests.factories import daily_history
from tests.forecasting import open_history


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
    history = open_history(daily_history(y))
    assert describe(history, len(y) - 1).demand_class.tolist() == [demand_class]


def test_a_class_at_an_origin_does_not_know_what_comes_after():
    history = open_history(daily_history([4] * 60 + [0] * 200))
    assert describe(history, 59).demand_class.tolist() == ["smooth"]
    assert describe(history, 259).demand_class.tolist() == ["no-longer-sold"]


def test_the_swing_looks_from_season_to_season_once_there_are_enough_of_them():
    history = open_history(daily_history([1, 2, 3, 4, 5, 6, 7] * 6))
    few, many = describe(history, 33), describe(history, 40)
    assert few.swing.tolist() == few.rmsse_scale.tolist()
    assert many.swing**2 == pytest.approx(many.rmsse_scale * many.mase_scale)


def test_scales_are_mean_changes_a_week_and_a_day_apart():
    known = describe(open_history(daily_history([1, 2, 3, 4, 5, 6, 7, 11, 2, 3])), 9)
    assert known.mase_scale.tolist() == [10 / 3]
    assert known.rmsse_scale[0] ** 2 == pytest.approx((6 * 1 + 16 + 81 + 1) / 9)


def class_of(y, frequency="auto"):
    history = open_history(daily_history(y), frequency=frequency)
    return describe(history, len(y) - 1).demand_class.item()


def test_an_interval_of_1_32_is_intermittent_and_less_is_smooth():
    assert class_of([5, *([0, 5] * 32), *([5] * 67)]) == "intermittent"
    assert class_of([5, *([0, 5] * 31), *([5] * 68)]) == "smooth"


def test_a_squared_variation_of_0_49_is_erratic_and_less_is_smooth():
    assert class_of([3, 17] * 30) == "erratic"
    assert class_of([3.1, 16.9] * 30) == "smooth"


def steps_of(frequency, values):
    every = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
    if frequency == "month":
        first = date(2001, 1, 1)
        days = [date(first.year + n // 12, n % 12 + 1, 1) for n in range(len(values))]
    else:
        days = [date(2001, 1, 1) + n * every[frequency] for n in range(len(values))]
    table = {"unique_id": [1] * len(values), "ds": days, "y": [float(value) for value in values]}
    history = open_history(pl.DataFrame(table), as_of=days[-1], frequency=frequency)
    return describe(history, len(values) - 1).demand_class.item()


@pytest.mark.parametrize(("frequency", "short"), [("day", 28), ("week", 8), ("month", 6)])
def test_a_history_is_short_until_it_is_long_enough(frequency, short):
    assert steps_of(frequency, [4] * (short - 1)) == "short"
    assert steps_of(frequency, [4] * short) == "smooth"


@pytest.mark.parametrize(("frequency", "still"), [("day", 90), ("week", 26), ("month", 12)])
def test_a_product_is_no_longer_sold_after_a_long_silence(frequency, still):
    assert steps_of(frequency, [4] * 150 + [0] * still) != "no-longer-sold"
    assert steps_of(frequency, [4] * 150 + [0] * (still + 1)) == "no-longer-sold"


def test_a_rare_product_is_no_longer_sold_after_ten_of_its_usual_intervals():
    """Eleven sales on 121 days: one in eleven days."""
    rare = [3, *([*[0] * 11, 3] * 10)]
    assert class_of(rare + [0] * 110) != "no-longer-sold"
    assert class_of(rare + [0] * 111) == "no-longer-sold"


def test_repeating_demand_swings_as_if_one_step_had_missed_its_level():
    history = open_history(daily_history([8.0] * 40))
    assert describe(history, 39, np.array([True])).swing.tolist() == [8 / 40]
    assert describe(history, 39).swing.tolist() == [8.0]


def test_an_outlier_is_not_in_the_swing_but_in_the_scales():
    usual = [float(3 + day % 5) for day in range(100)]
    spoilt = [*usual[:50], 5_000.0, *usual[51:]]
    known, other = (describe(open_history(daily_history(y)), 99) for y in (usual, spoilt))
    assert other.outlier.tolist() == [50]
    assert other.swing == pytest.approx(known.swing, rel=0.1)
    assert other.rmsse_scale.item() > 100 * known.rmsse_scale.item()
    assert other.mase_scale.item() > 10 * known.mase_scale.item()


def test_what_never_changes_is_measured_by_its_level():
    known = describe(open_history(daily_history([6.0] * 40)), 39)
    assert (known.mase_scale.item(), known.rmsse_scale.item()) == (6.0, 6.0)
    assert known.peak.item() == 6.0
