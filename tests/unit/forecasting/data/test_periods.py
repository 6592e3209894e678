from datetime import date, timedelta

import polars as pl
import pytest
from foresail.forecasting.data.periods import (
    DAILY,
    MONTHLY,
    WEEKLY,
    chosen_frequency,
    find_frequency,
    find_steps,
)

MONDAY = date(2026, 1, 5)


def dates(*days):
    return pl.Series(days, dtype=pl.Date)


def test_one_weekday_is_weekly_from_that_weekday_on():
    assert find_frequency(dates(*(MONDAY + timedelta(days=7 * week + 3) for week in range(6)))) == (WEEKLY, 3)


def test_first_or_last_days_of_months_are_monthly():
    assert find_frequency(dates(*(date(2026, month, 1) for month in range(1, 6))))[0] is MONTHLY
    ends = dates(date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))
    assert find_frequency(ends)[0] is MONTHLY


@pytest.mark.parametrize("days", [[], [0], [0, 7, 14], [0, 7, 14, 20], list(range(30))])
def test_anything_else_and_too_few_dates_are_daily(days):
    assert find_frequency(dates(*(MONDAY + timedelta(days=day) for day in days)))[0] is DAILY


def test_a_set_frequency_adds_days_up_and_leaves_an_unfinished_step():
    days = [MONDAY + timedelta(days=day) for day in range(17)]
    demand = pl.DataFrame({"unique_id": [1] * 17, "ds": days, "y": [1.0] * 17})
    steps = find_steps(demand["ds"], days[-1], "week")
    assert (steps.frequency, steps.anchor) == (WEEKLY, 0)
    assert steps.last == MONDAY + timedelta(days=7)
    assert steps.of_demand(demand)["y"].to_list() == [7.0, 7.0]


def test_the_datas_own_last_step_is_whole():
    days = [MONDAY + timedelta(days=7 * week) for week in range(5)]
    demand = pl.DataFrame({"unique_id": [1] * 5, "ds": days, "y": [3.0] * 5})
    steps = find_steps(demand["ds"], days[-1], "auto")
    assert steps.last == days[-1]
    assert steps.of_demand(demand).height == 5
    assert chosen_frequency("week", demand["ds"]) == (WEEKLY, 0)


@pytest.mark.parametrize("frequency", [DAILY, WEEKLY, MONTHLY])
def test_steps_count_back_to_themselves(frequency):
    first = date(2024, 1, 1)
    days = frequency.steps(first, 30)
    assert days[0] == first
    assert [frequency.between(first, day) for day in days] == list(range(30))
