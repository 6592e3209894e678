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
