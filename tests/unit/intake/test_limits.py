"""Each limit that docs/findings.md names, on both of its sides."""

from datetime import date, timedelta

import pytest
from foresail.errors import CalendarRefused
from foresail.intake.calendars.reading import read_calendar
from foresail.intake.checking import check

from tests.calendars import book
from tests.factories import DAY, write_workbook

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
MOST_UNITS = 1_000_000_000


def codes(tmp_path, *row):
    good = (DAY, "Milk", 1, 1, "T0", "North", "P1")
    checked = check(write_workbook(tmp_path / "a.xlsx", [good, row]), TODAY)
    return checked.findings["code"].to_list()


@pytest.mark.parametrize(
    ("inside", "beyond", "code"),
    [
        ((date(1980, 1, 1), "Tea", 2), ("1979-12-31", "Tea", 2), "implausible-date"),
        ((TOMORROW, "Tea", 2), (TOMORROW + timedelta(days=1), "Tea", 2), "implausible-date"),
        ((DAY, "Tea", MOST_UNITS), (DAY, "Tea", MOST_UNITS + 1), "not-a-number"),
        ((DAY, "T" * 255, 2), (DAY, "T" * 256, 2), "text-too-long"),
        ((DAY, "Tea", 2, 1, "T" * 60), (DAY, "Tea", 2, 1, "T" * 61), "text-too-long"),
        ((DAY, "Tea", 2, 1, "T", "S" * 255), (DAY, "Tea", 2, 1, "T", "S" * 256), "text-too-long"),
        ((DAY, "Tea", 2, 1, "T", "S", "P" * 60), (DAY, "Tea", 2, 1, "T", "S", "P" * 61), "text-too-long"),
        ((DAY, "Tea", 2, 0.01), (DAY, "Tea", 2, 0), "price-not-positive"),
        ((DAY, "Tea", 0.01), (DAY, "Tea", 0), "zero-quantity"),
    ],
)
def test_a_row_is_taken_up_to_the_limit_and_named_beyond_it(tmp_path, inside, beyond, code):
    assert codes(tmp_path, *inside) == []
    assert codes(tmp_path, *beyond) == [code]


def calendar_codes(tmp_path, *row):
    try:
        read_calendar(book(tmp_path / "a.xlsx", row))
    except CalendarRefused as refused:
        return [finding["code"] for finding in refused.details["findings"]]
    return []


@pytest.mark.parametrize(
    ("inside", "beyond", "code"),
    [
        ((date(1980, 1, 1), None, "Fair"), ("1979-12-31", None, "Fair"), "calendar-not-a-date"),
        ((date(2100, 12, 31), None, "Fair"), (date(2101, 1, 1), None, "Fair"), "calendar-not-a-date"),
        ((DAY, DAY, "Fair"), (DAY, DAY - timedelta(days=1), "Fair"), "calendar-ends-before-start"),
        (
            (DAY, DAY + timedelta(days=366), "Fair"),
            (DAY, DAY + timedelta(days=367), "Fair"),
            "calendar-too-long",
        ),
        ((DAY, None, "e" * 120), (DAY, None, "e" * 121), "calendar-text-too-long"),
        ((DAY, None, "Fair", "p" * 255), (DAY, None, "Fair", "p" * 256), "calendar-text-too-long"),
        ((DAY, None, None, "Tea", 0.01), (DAY, None, None, "Tea", 0), "calendar-not-a-price"),
    ],
)
def test_an_entry_is_taken_up_to_the_limit_and_refused_beyond_it(tmp_path, inside, beyond, code):
    assert calendar_codes(tmp_path, *inside) == []
    assert calendar_codes(tmp_path, *beyond) == [code]
