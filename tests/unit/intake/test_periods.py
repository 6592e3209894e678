"""Weeks, months and quarters as people write them."""

from datetime import date

import polars as pl
import pytest
from foresail.intake.periods import read_periods
from hypothesis import given, settings
from hypothesis import strategies as st


def days(*texts, heading=""):
    found = read_periods(pl.Series(texts, dtype=pl.String), heading)
    return found and [str(day) if day else None for day in found.days]


@pytest.mark.parametrize(
    "text",
    [
        "Jan-25",
        "jan 2025",
        "January 2025",
        "2025 January",
        "2025-01",
        "2025/1",
        "1/2025",
        "01.2025",
        "202501",
        "JAN'25",
        "enero de 2025",
        "styczeń 2025",
        "ocak 2025",
        "tammikuu 2025",
        "январь 2025",
        "2025년 1월",
        "tháng 1/2025",
    ],
)
def test_a_month_is_its_first_day(text):
    assert days(text) == ["2025-01-01"]


@pytest.mark.parametrize(
    "text",
    [
        "2025-W01",
        "2025W1",
        "W01 2025",
        "KW 1 2025",
        "KW1/2025",
        "1. KW 2025",
        "2025 week 1",
        "semaine 1 2025",
    ],
)
def test_a_week_is_its_monday_even_in_the_year_before(text):
    assert days(text) == ["2024-12-30"]


def test_a_53rd_week_is_one_only_in_years_that_have_it():
    assert days("2020-W53", "2025-W53") == ["2020-12-28", None]


def test_numbers_are_weeks_where_the_heading_or_another_of_them_says_so():
    assert days("202501", "202512") == ["2025-01-01", "2025-12-01"]
    assert days("202501", "202512", heading="Week")[1] == "2025-03-17"
    assert days("202501", "202513", "202514")[1] == "2025-03-24"


def test_days_of_a_month_are_no_years():
    assert days("Jan-01", "Jan-02", "Jan-03") is None


def test_one_month_of_too_high_a_number_is_a_typing_error():
    assert days("2025-01", "2025-02", "2025-13") == ["2025-01-01", "2025-02-01", None]
    assert None not in days(*(f"2025{week:02d}" for week in range(1, 14)))


def test_what_is_no_period_is_null():
    assert days("2025", "13", "Tea 25", "2025-14", "Jan", "") is None
    assert days("2025-01", "soon") == ["2025-01-01", None]


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(["{y}-W{w:02d}", "W{w}/{y}", "{y} KW {w}"])
)
def test_any_week_reads_back(day, form):
    year, week, _ = day.isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    assert days(form.format(y=year, w=week)) == [str(monday)]


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=20), st.text(max_size=10))
def test_no_text_makes_the_reader_fail(texts, heading):
    found = read_periods(pl.Series(texts, dtype=pl.String), heading)
    assert found is None or len(found.days) == len(texts)
