"""What all tasks of one training share."""

import json

import polars as pl
import pytest
from foresail.forecasting.engine import MEASURED_SERIES, sample
from foresail.forecasting.evaluation.windows import Windows, cut_windows
from foresail.forecasting.plan import FINAL, TRAINING_SERIES_MAX, Plan

from tests.factories import daily_history, make_history
from tests.forecasting import make_plan

HORIZON = 14


def test_windows_shrink_with_the_history():
    def steps(days):
        return cut_windows(make_plan(daily_history([1.0] * days)).timeline, 28, 3).steps

    assert (steps(730), steps(60), steps(1)) == (28, 10, 1)


@pytest.mark.parametrize(
    ("series", "days", "windows"), [(1, 730, 12), (4, 730, 11), (60, 730, 3), (1, 40, 3)]
)
def test_a_few_series_are_measured_on_as_many_windows_as_tell_something(series, days, windows):
    assert make_plan(make_history(series, days), HORIZON, 3).windows.count == windows


def test_the_windows_end_one_after_another_with_the_newest_at_the_end():
    windows = Windows(10, 3, 100)
    assert [windows.origin(number) for number in windows.numbers] == [69, 79, 89]
    assert Windows(10, 3, 25).numbers == [2, 3]
    assert Windows(10, 2, 21).numbers == [1, 2]


def test_the_choice_rests_on_all_series_up_to_five_thousand():
    frame = pl.DataFrame({"unique_id": range(10_000)})
    assert sample(frame.head(5_000), MEASURED_SERIES).height == MEASURED_SERIES == 5_000
    assert sample(frame, 10_000).height == pytest.approx(5_000, rel=0.05)


def test_the_final_model_is_fitted_for_the_horizon_where_the_history_bears_it():
    assert make_plan(make_history(3, 200), 28).fitted_steps == 28
    assert make_plan(make_history(3, 60), 28).fitted_steps == 20
    plan = make_plan(make_history(3, 60), 28)
    assert (plan.steps(FINAL), plan.steps(1)) == (20, plan.windows.steps)


def test_every_window_learns_from_what_lies_before_it_and_from_a_part_where_there_is_much():
    plan = make_plan(make_history(20, 200), HORIZON)
    assert plan.ends == {1: 157, 2: 171, 3: 185, FINAL: 199}
    assert plan.series_share == 1.0 and TRAINING_SERIES_MAX == 20_000
    few, many = (make_plan(make_history(series, 400), HORIZON).shares[FINAL] for series in (2, 90))
    assert few == 1.0 and 0 < many < 1
    assert make_plan(daily_history([3.0] * 5)).shares[FINAL] == 0.0


def test_a_plan_from_before_launch_profiles_had_their_name_is_read():
    plan = make_plan(daily_history([1.0] * 100))
    content = json.loads(plan.to_bytes())
    content["beginnings"] = [[0.0, 1.0]]
    del content["launch_profiles"]
    assert Plan.from_bytes(json.dumps(content).encode()).launch_profiles == ((0.0, 1.0),)
