"""Periods of fiscal years, by the setting that says when those begin."""

from datetime import date, timedelta

import pytest
from foresail.errors import SettingInvalid, UnmappedHeader
from foresail.fiscal_years import WEEKDAYS, parse_fiscal_year
from foresail.settings import read_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.layouts.reading import codes, read, sold

NRF = "NRF"
UK = "months starting April, named by end"


def test_the_retail_year_begins_after_the_saturday_nearest_31_january():
    year = parse_fiscal_year(NRF)
    begins = [year.starts(name).isoformat() for name in range(2022, 2027)]
    assert begins == ["2022-01-30", "2023-01-29", "2024-02-04", "2025-02-02", "2026-02-01"]


def test_only_a_long_year_has_a_53rd_week():
    year = parse_fiscal_year(NRF)
    assert [year.first_day("week", name, 53) for name in (2022, 2023, 2024)] == [
        None,
        date(2024, 1, 28),
        None,
    ]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("4-4-5 starting Monday nearest to 1 February", "2025-02-03"),
        ("4-4-5 ending last Saturday of January, named by start", "2025-01-26"),
        ("4-4-5 ending last Saturday of December", "2024-12-29"),
        ("5-4-4 starting first Monday of January", "2025-01-06"),
        ("5-4-4 ending last Sunday of September, named by end", "2024-09-30"),
        ("months starting April, named by end", "2024-04-01"),
        ("months starting April, named by start", "2025-04-01"),
    ],
)
def test_a_setting_says_when_a_year_begins(text, begins):
    assert parse_fiscal_year(text).starts(2025).isoformat() == begins
    assert read_settings({"FORESAIL_FISCAL_YEAR": text}).fiscal_year == text


@pytest.mark.parametrize(
    "text",
    [
        "April",
        "months starting April",
        "4-4-4 starting Monday nearest 1 May",
        "4-4-5 starting Monday nearest 31 June",
    ],
)
def test_what_does_not_say_it_all_is_refused(text):
    with pytest.raises(SettingInvalid, match="FORESAIL_FISCAL_YEAR"):
        read_settings({"FORESAIL_FISCAL_YEAR": text})


FORMS = st.builds(
    "{} {} {} nearest {} {}, named by {}".format,
    st.sampled_from(("4-4-5", "4-5-4", "5-4-4")), st.sampled_from(("starting", "ending")), st.sampled_from(WEEKDAYS),
    st.integers(1, 28), st.sampled_from(("january", "february", "july", "december")), st.sampled_from(("start", "end")),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(FORMS, st.integers(1990, 2060))
def test_periods_and_weeks_of_any_year_are_whole_weeks_that_fill_it(text, name):
    year = parse_fiscal_year(text)
    begin, end = year.starts(name), year.starts(name + 1)
    periods = [year.first_day("month", name, number) for number in range(1, 13)]
    assert periods[0] == begin
    assert (end - begin).days // 7 in (52, 53)
    lengths = [(later - earlier).days for earlier, later in zip(periods, [*periods[1:], end], strict=True)]
    assert all(length in (28, 35, 42) for length in lengths)
    weeks = [day for number in range(1, 55) if (day := year.first_day("week", name, number))]
    assert weeks == [begin + timedelta(weeks=number) for number in range(len(weeks))]
    assert weeks[-1] + timedelta(weeks=1) == end


@pytest.mark.parametrize(
    "text",
    [
        "FY25 P03",
        "P03 FY25",
        "2025 P3",
        "FY2025-P03",
        "fy 2025 period 3",
        "P3 2025",
        "P3 FY2025/26",
        "2025/26 P3",
    ],
)
def test_a_fiscal_period_is_its_first_day(tmp_path, text):
    checked = read(tmp_path, ("Period", "Product", "Quantity"), (text, "Tea", 5), fiscal_year=NRF)
    assert sold(checked) == [(date(2025, 4, 6), "Tea", 5)]
    assert checked.report.period == "month"


@pytest.mark.parametrize(
    ("text", "day", "period"),
    [
        ("FY25 W07", date(2025, 3, 16), "week"),
        ("W7 FY25", date(2025, 3, 16), "week"),
        ("FY25 Q2", date(2025, 5, 4), "quarter"),
        ("Q2 FY2025", date(2025, 5, 4), "quarter"),
    ],
)
def test_weeks_and_quarters_are_read_with_the_period_said(tmp_path, text, day, period):
    checked = read(tmp_path, ("Period", "Product", "Quantity"), (text, "Tea", 5), fiscal_year=NRF)
    assert sold(checked) == [(day, "Tea", 5)]
    assert checked.report.period == period


def test_a_year_and_a_period_in_two_columns_make_one(tmp_path):
    rows = [("FY25", "P01", "Tea", 1), ("FY25", "P12", "Tea", 2)]
    checked = read(tmp_path, ("Fiscal Year", "Period", "Product", "Quantity"), *rows, fiscal_year=UK)
    assert sold(checked) == [(date(2024, 4, 1), "Tea", 1), (date(2025, 3, 1), "Tea", 2)]
    numbers = [(2025, 1, "Tea", 1), (2025, 53, "Tea", 2)]
    checked = read(tmp_path, ("Fiscal Year", "Fiscal Week", "Product", "Quantity"), *numbers, fiscal_year=NRF)
    assert sold(checked) == [(date(2025, 2, 2), "Tea", 1)]
    assert codes(checked)["not-a-date"] == ["B3"]


def test_a_month_of_a_fiscal_year_is_not_one_of_the_calendar_year(tmp_path):
    header = ("Fiscal Year", "Month", "Product", "Quantity")
    checked = read(tmp_path, header, ("2025", "Apr", "Tea", 1), ("2025", "Jan", "Tea", 2), fiscal_year=UK)
    assert sold(checked) == [(date(2024, 4, 1), "Tea", 1), (date(2025, 1, 1), "Tea", 2)]


@pytest.mark.parametrize(
    "header",
    [("Product", "FY25 P01", "FY25 P02", "FY25 P03"), ("Product", "2025-P01", "2025-P02", "2025-P03")],
)
def test_a_column_per_fiscal_period_is_read(tmp_path, header):
    checked = read(tmp_path, header, ("Tea", 1, 2, 3), ("Milk", 4, 5, 6), fiscal_year=NRF)
    assert [day.isoformat() for day in checked.sales["date"].unique().sort()] == [
        "2025-02-02", "2025-03-02", "2025-04-06",
    ]  # fmt: skip
    assert (checked.report.layout, checked.report.period) == ("wide", "month")


def test_quarters_below_a_fiscal_year_are_of_it(tmp_path):
    rows = [("", "Q1", "Q2", "Q3"), ("Product", None, None, None), ("Tea", 1, 2, 3)]
    checked = read(
        tmp_path, ("", "FY25", "FY25", "FY25"), ("Product", "Q1", "Q2", "Q3"), rows[2], fiscal_year=UK
    )
    assert [day.isoformat() for day in checked.sales["date"]] == ["2024-04-01", "2024-07-01", "2024-10-01"]


def test_the_days_of_the_last_period_are_told_so_that_all_of_it_is_covered(tmp_path):
    header = ("Period", "Product", "Quantity")
    rows = [("FY25 P01", "Tea", 1), ("FY25 P02", "Tea", 2)]
    assert read(tmp_path, header, *rows, fiscal_year=NRF).report.period_days == 35
    assert read(tmp_path, header, ("FY25 Q1", "Tea", 1), fiscal_year=NRF).report.period_days == 91
    assert read(tmp_path, header, *rows, fiscal_year=UK).report.period_days is None
    assert read(tmp_path, header, ("2025-03", "Tea", 1), fiscal_year=NRF).report.period_days is None


def test_without_the_setting_each_period_is_a_finding_that_says_what_to_set(tmp_path):
    rows = [("FY25 P01", "Tea", 1), ("2026-01-05", "Tea", 2)]
    checked = read(tmp_path, ("Period", "Product", "Quantity"), *rows)
    assert codes(checked)["fiscal-period"] == ["A2"]
    assert sold(checked) == [(date(2026, 1, 5), "Tea", 2)]


def test_without_the_setting_a_column_per_fiscal_period_is_refused(tmp_path):
    with pytest.raises(UnmappedHeader, match="fiscal year") as refused:
        read(tmp_path, ("Product", "FY25 P01", "FY25 P02"), ("Tea", 1, 2))
    assert "FORESAIL_FISCAL_YEAR" in refused.value.hint
