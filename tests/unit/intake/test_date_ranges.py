"""Ranges of days: a week or a whole month, as values and as headings."""

from datetime import date, timedelta

import polars as pl
import pytest
from foresail.errors import UnmappedHeader
from foresail.intake.date_ranges import look_like_ranges, read_ranges
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.layouts.reading import codes, read, sold

WEEK = (date(2025, 1, 6), "week")


def one(text, order=None):
    found = read_ranges(pl.Series([text]), order)
    return found and (found.days[0], found.kind)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-06 to 2025-01-12",
        "2025-01-06/2025-01-12",
        "20250106-20250112",
        "06.01.-12.01.2025",
        "06.01.2025 - 12.01.2025",
        "6.-12.1.2025",
        "6-12 Jan 2025",
        "6 Jan - 12 Jan 2025",
        "Jan 6-12, 2025",
        "January 6 – January 12, 2025",
        "06/01/25 - 12/01/25",
        "01/06/2025-01/12/2025",
        "du 6 au 12 janvier 2025",
        "6 bis 12.01.2025",
        "6 al 12 de enero de 2025",
        "2025/01/06～2025/01/12",
    ],
)
def test_seven_days_are_a_week_at_their_first_day(text):
    assert one(text) == WEEK


def test_a_week_over_the_turn_of_the_year_begins_in_the_year_before():
    assert one("29.12.-04.01.2025") == one("29 Dec 2024 - 4 Jan 2025") == (date(2024, 12, 29), "week")


def test_a_whole_month_is_a_month_and_no_other_length_is_anything():
    assert one("01.02.-29.02.2024") == (date(2024, 2, 1), "month")
    for text in ("01.02.-28.02.2024", "01.01.-14.01.2025", "6-6 Jan 2025", "01.01.-31.12.2025"):
        assert one(text) is None
        assert look_like_ranges(pl.Series([text])).all()


@pytest.mark.parametrize(
    "text", ["2025-01", "5-10 2025", "12-2024", "Tea 6-12", "1-2", "6-12", "2025-01-06", "31.13.-06.14.2025"]
)
def test_what_is_no_range_is_none(text):
    assert one(text) is None


def test_an_order_that_is_given_is_kept():
    assert one("06/01/25 - 12/01/25", "month-first") is None


FORMS = {
    "{0:%Y-%m-%d} to {1:%Y-%m-%d}": None,
    "{0:%d.%m.}-{1:%d.%m.%Y}": None,
    "{0:%d.%m.%Y} - {1:%d.%m.%Y}": None,
    "{0:%d/%m/%y} - {1:%d/%m/%y}": "day-first",
    "{0:%m/%d/%Y} - {1:%m/%d/%Y}": "month-first",
    "{0:%d %b} - {1:%d %b %Y}": None,
    "{0:%b %d} - {1:%b %d}, {1:%Y}": None,
}


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 12, 1)), st.sampled_from(sorted(FORMS)), st.integers(2, 27))
def test_any_seven_days_written_in_any_form_are_that_week_and_others_are_none(first, form, days):
    last = first + timedelta(days=days - 1)
    read_as = one(form.format(first, last), FORMS[form])
    assert read_as == ((first, "week") if days == 7 else None)


def test_ranges_in_a_column_are_weeks_and_an_odd_one_is_a_finding_at_its_cell(tmp_path):
    rows = [("01.01.-05.01.2025", "Tea", 1), ("06.01.-12.01.2025", "Tea", 2), ("13.01.-19.01.2025", "Tea", 3)]
    checked = read(tmp_path, ("Week", "Product", "Quantity"), *rows)
    assert sold(checked) == [(date(2025, 1, 6), "Tea", 2), (date(2025, 1, 13), "Tea", 3)]
    assert codes(checked)["other-range"] == ["A2"]
    assert checked.report.period == "week"


def test_a_column_per_range_is_read_as_weeks(tmp_path):
    header = ("Product", "6-12 Jan 2025", "13-19 Jan 2025", "20-26 Jan 2025")
    checked = read(tmp_path, header, ("Tea", 1, 2, 3), ("Milk", 4, 5, 6))
    assert (checked.report.layout, checked.report.period) == ("wide", "week")
    assert checked.report.first_day == "2025-01-06"


def test_ranges_in_headings_with_other_words_are_read(tmp_path):
    header = ("Artikel", "KW 2 (06.01.-12.01.2025)", "KW 3 (13.01.-19.01.2025)")
    checked = read(tmp_path, header, ("Tee", 1, 2), ("Milch", 4, 5))
    assert (checked.report.first_day, checked.report.last_day) == ("2025-01-06", "2025-01-13")


@pytest.mark.parametrize(
    "header",
    [
        ("Product", "01.01.-14.01.2025", "15.01.-31.01.2025", "01.02.-14.02.2025"),
        ("Product", "01.01.-05.01.2025", "06.01.-12.01.2025", "13.01.-19.01.2025"),
    ],
)
def test_a_column_of_another_length_refuses_the_file(tmp_path, header):
    with pytest.raises(UnmappedHeader, match=r"'01\.01\."):
        read(tmp_path, header, ("Tea", 1, 2, 3), ("Milk", 4, 5, 6))
