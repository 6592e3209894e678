"""What an upload of weeks or fiscal periods is the truth for: whole ones, on whatever day they begin."""

from datetime import date, timedelta

import polars as pl
import pytest
from foresail.warehouse.coverage import KEYS, covered
from foresail.warehouse.modes import FISCAL, Coverage, Covers, Mode, period_of
from hypothesis import given
from hypothesis import strategies as st

ALL_YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]


def keys(days):
    return pl.DataFrame([(0, 1, day) for day in days], schema=KEYS, orient="row")


def days_covered(days, period, covers=Covers.ROWS):
    coverage = Coverage(2, Mode.REPLACE, covers, min(days), max(days), period)
    rows = keys(ALL_YEAR).with_columns(transaction_key=pl.lit("r:1"))
    return [day for day, held in zip(ALL_YEAR, covered(coverage, keys(days), rows), strict=True) if held]


@given(st.sampled_from(ALL_YEAR[:300]), st.sets(st.integers(0, 8), min_size=1))
def test_weeks_cover_their_seven_days_on_whichever_weekday_they_begin(first, weeks):
    days = sorted(first + timedelta(weeks=number) for number in {*weeks, 0})
    wanted = [day for day in ALL_YEAR if any(begin <= day < begin + timedelta(weeks=1) for begin in days)]
    assert days_covered(days, "week") == wanted
    assert days_covered([days[0]], "week", Covers.PERIOD) == ALL_YEAR[ALL_YEAR.index(first) :][:7]


def test_fiscal_periods_cover_all_their_days_and_no_others():
    days = [date(2025, 8, 3), date(2025, 8, 31)]
    assert days_covered(days, f"{FISCAL}35") == ALL_YEAR[ALL_YEAR.index(days[0]) :][: 28 + 35]
    assert days_covered(days[1:], f"{FISCAL}35")[-1] == date(2025, 10, 4)


@pytest.mark.parametrize(
    ("report", "period"),
    [({}, "day"), ({"period": "month"}, "month"), ({"period": "month", "period_days": 35}, "fiscal+35")],
)
def test_a_report_says_what_a_line_stands_for(report, period):
    assert period_of(report) == period
