"""A week or month that is not over is not taken for a whole one."""

from datetime import date

import polars as pl
import pytest
from foresail.forecasting.data.completeness import find_unfinished
from foresail.forecasting.data.periods import DAILY, MONTHLY, WEEKLY, Steps

MONTHS = [date(2026, month, 1) for month in range(7, 12)]


def of(units, days=MONTHS):
    return pl.DataFrame({"ds": days[: len(units)], "units": [float(each) for each in units]})


def find(units, today, frequency=MONTHLY, days=MONTHS):
    return find_unfinished(of(units, days), Steps(frequency, 0, days[len(units) - 1]), today)


def test_a_third_of_november_on_the_27th_is_unfinished():
    told = find([300, 320, 310, 330, 110], date(2026, 11, 27))
    assert told == {"step": "2026-11-01", "units": 110.0, "usual_units": 320.0}


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 3, 1)])
def test_a_month_that_is_over_is_whole_however_little_it_sold(today):
    assert find([300, 320, 310, 330, 110], today) is None


def test_a_month_that_sold_as_much_as_others_may_be_whole():
    assert find([300, 320, 310, 330, 310], date(2026, 11, 27)) is None


def test_the_first_month_of_all_stays():
    assert find([110], date(2026, 7, 4)) is None


def test_a_week_is_over_on_its_seventh_day_and_days_are_never_left_out():
    weeks = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]
    assert find([50, 52, 51, 20], date(2026, 11, 29), WEEKLY, weeks) is not None
    assert find([50, 52, 51, 20], date(2026, 11, 30), WEEKLY, weeks) is None
    assert find([50, 52, 51, 20], date(2026, 11, 23), DAILY, weeks) is None


def test_the_steps_without_the_last_end_a_step_earlier():
    assert Steps(MONTHLY, 0, date(2026, 1, 1)).without_last().last == date(2025, 12, 1)
    assert Steps(MONTHLY, 0, date(2026, 2, 1)).end == date(2026, 2, 28)
