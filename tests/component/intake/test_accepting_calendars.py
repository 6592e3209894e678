"""A calendar comes in through the sandbox: refused as a whole, or given as entries."""

from datetime import date, timedelta

import pytest
from foresail.errors import BadRequest, CalendarRefused, UndecidableDates
from foresail.intake.calendars.accepting import accept_calendar
from foresail.intake.calendars.reading import read_calendar
from foresail.intake.calendars.rules import CALENDAR_RULES
from foresail.intake.calendars.writing import make_calendar

from tests.calendars import book, codes


def test_every_wrong_cell_is_named_and_nothing_is_given(tmp_path):
    day = date(2026, 3, 1)
    path = book(
        tmp_path / "a.xlsx",
        (day, day, "Fair", None, None),
        (None, day, "Fair", None, None),
        ("soon", "1850-01-01", "Fair", None, None),
        (day, day - timedelta(days=1), "Fair", None, None),
        (day, day + timedelta(days=367), "Fair", None, None),
        (day, day, None, "Tea", None),
        (day, day, None, "Tea", "cheap"),
        (day, day, None, "Tea", 0),
        (day, day, None, None, 2.5),
        (day, day, "e" * 121, "p" * 256, None),
        (day, day, "#REF!", None, None),
    )
    with pytest.raises(CalendarRefused, match=r"12 cells .* Plan!A3") as refused:
        accept_calendar(path, None)
    assert refused.value.details["total"] == 12
    findings = refused.value.details["findings"]
    assert codes(findings) == [
        ("A3", "calendar-no-first-day"),
        ("A4", "calendar-not-a-date"),
        ("B4", "calendar-not-a-date"),
        ("B5", "calendar-ends-before-start"),
        ("B6", "calendar-too-long"),
        ("C7", "calendar-empty-entry"),
        ("E8", "calendar-not-a-price"),
        ("E9", "calendar-not-a-price"),
        ("D10", "calendar-price-without-product"),
        ("C11", "calendar-text-too-long"),
        ("D11", "calendar-text-too-long"),
        ("C12", "calendar-cell-error"),
    ]
    assert {code for _, code in codes(findings)} == set(CALENDAR_RULES) - {"calendar-too-many-cells"}


def test_both_columns_of_days_have_one_order_or_are_refused(tmp_path):
    open_order = book(tmp_path / "a.xlsx", ("03/04/2026", "05/04/2026", "Fair", None, None))
    with pytest.raises(UndecidableDates):
        read_calendar(open_order)
    assert read_calendar(open_order, "month-first").entries[0]["last_day"] == "2026-05-04"
    with pytest.raises(BadRequest, match="dayfirst"):
        accept_calendar(open_order, "dayfirst")
    told = book(tmp_path / "b.xlsx", ("03/04/2026", "15/04/2026", "Fair", None, None))
    assert read_calendar(told).entries[0]["first_day"] == "2026-04-03"


def test_a_calendar_is_read_in_the_sandbox(tmp_path):
    make_calendar(tmp_path / "a.xlsx", [])
    assert accept_calendar(tmp_path / "a.xlsx", None) == ([], [])
    (tmp_path / "c.csv").write_text("From;To;Promotion\n2026-03-01;2026-03-07;Fair\n")
    [entry], _ = accept_calendar(tmp_path / "c.csv", None)
    assert (entry["first_day"], entry["last_day"]) == (date(2026, 3, 1), date(2026, 3, 7))


def test_only_the_first_of_very_many_wrong_cells_leave_the_sandbox(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("From;To;Event\n" + "x;y;z\n" * 2_000)
    with pytest.raises(CalendarRefused, match="4,000 cells") as refused:
        accept_calendar(path, None)
    assert len(refused.value.details["findings"]) == 100
