"""A calendar's workbook says what the calendar says, and each cell that cannot be used is named."""

from datetime import date

import openpyxl
import pytest
from foresail.errors import CalendarRefused, EmptyWorkbook, UnmappedHeader
from foresail.intake.calendars.reading import read_calendar
from foresail.intake.calendars.writing import make_calendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calendars import HEADER, book, entries


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entries(), max_size=8))
def test_what_is_written_is_read_again(tmp_path, wanted):
    make_calendar(tmp_path / "a.xlsx", wanted)
    found = read_calendar(tmp_path / "a.xlsx")
    assert [entry | {"unit_price": pytest.approx(entry["unit_price"])} for entry in wanted] == found.entries
    assert found.left_out == []


def test_headers_are_found_below_a_title_in_other_languages_and_a_missing_last_day_is_the_first(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        (None,),
        ("Von", "Bis", "Aktion", "Artikel", "Preis", "Notiz"),
        ("24.12.2026", None, "Heiligabend", None, None, "x"),
        (None, None, None, None, None, None),
        ("01.03.2027", "14.03.2027", None, "Tee", "2,55", None),
        header=("Unser Kalender",),
    )
    found = read_calendar(path)
    assert found.left_out == ["column Notiz of Plan"]
    assert found.entries == [
        {"first_day": "2026-12-24", "last_day": "2026-12-24", "event": "Heiligabend", "product": None, "unit_price": None},
        {"first_day": "2027-03-01", "last_day": "2027-03-14", "event": None, "product": "Tee", "unit_price": 2.55},
    ]  # fmt: skip


def test_what_is_no_calendar_is_refused_with_what_to_do(tmp_path):
    sales = ("Date", "Product Name", "Quantity", "Unit Price")
    for header in (sales, HEADER[1:], HEADER[:2]):
        with pytest.raises(UnmappedHeader, match="GET /calendar/workbook"):
            read_calendar(book(tmp_path / "a.xlsx", (date(2026, 3, 1), "Tea", 1, 2.5), header=header))
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    with pytest.raises(EmptyWorkbook):
        read_calendar(tmp_path / "b.xlsx")


def test_no_text_of_a_calendar_begins_a_formula(tmp_path):
    day = "2026-03-01"
    entry = {"first_day": day, "last_day": day, "event": "=1+1", "product": "@tea", "unit_price": None}
    make_calendar(tmp_path / "a.xlsx", [entry])
    row = openpyxl.load_workbook(tmp_path / "a.xlsx")["Calendar"][2]
    assert [(cell.value, cell.data_type) for cell in row[2:4]] == [("=1+1", "s"), ("@tea", "s")]


def test_merged_cells_count_for_every_row_that_they_span(tmp_path):
    path = book(tmp_path / "a.xlsx", (date(2026, 3, 1), None, "Sale", "Tea", 2.5), (date(2026, 4, 1),))
    workbook = openpyxl.load_workbook(path)
    for column in "CDE":
        workbook["Plan"].merge_cells(f"{column}2:{column}3")
    workbook.save(path)
    first, second = read_calendar(path).entries
    assert {**first, "first_day": "2026-04-01", "last_day": "2026-04-01"} == second


def test_a_row_that_ran_into_others_is_refused_and_not_swallowed(tmp_path):
    path = tmp_path / "a.csv"
    header = "From;Event;Product"
    for rows in (
        '2026-03-01;"Fair;Tea;\n2026-04-01;Sale;Cof\n2026-05-01;Xmas;Cof"',
        "2026-03-01;Fair;Tea;Coffee",
    ):
        path.write_text(f"{header}\n{rows}\n")
        with pytest.raises(CalendarRefused, match="more cells than the header"):
            read_calendar(path)


def test_sheets_and_columns_that_are_not_read_are_named(tmp_path):
    path = book(tmp_path / "a.xlsx", (date(2026, 3, 1), None, "Sale", "Tea", None))
    workbook = openpyxl.load_workbook(path)
    workbook["Plan"]["F1"], workbook["Plan"]["F2"], workbook["Plan"]["G1"] = "Who", "Ann", "Empty"
    workbook.create_sheet("Ideas").append(("Perhaps", "a fair"))
    workbook.create_sheet("Nothing")
    workbook.save(path)
    assert read_calendar(path).left_out == ["sheet Ideas", "column Who of Plan"]


def test_a_price_of_three_decimals_comes_back_as_it_went(tmp_path):
    day = "2026-03-01"
    entry = {"first_day": day, "last_day": day, "event": None, "product": "Tea", "unit_price": 2.125}
    make_calendar(tmp_path / "a.xlsx", [entry, entry | {"unit_price": 0.001}])
    assert [each["unit_price"] for each in read_calendar(tmp_path / "a.xlsx").entries] == [2.125, 0.001]
