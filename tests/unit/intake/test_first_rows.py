"""The first rows of a sheet, what each of their columns is read as, and the lines that they give."""

import json
from pathlib import Path

import pytest
import xlsxwriter
from foresail.errors import NoUsableRows, UndecidableDates, UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions
from foresail.intake.works import FIRST_ROWS
from foresail.intake.works import check as check_in_sandbox
from foresail.sandbox.limits import read_limits

from tests.factories import DAY, write_workbook
from tests.unit.intake.test_checking import TODAY

HEADER = ("Day", "Item", "Sold", "Price", "Shop")
ROWS = [(DAY, "Tea", 2, 2.5, "North"), (DAY, "Milk", 3, 1.5, "South")]
COLUMNS = {"Date": "Day", "Product Name": "Item", "Quantity": "Sold"}


def first_rows(path: Path, **columns: str) -> dict:
    return check(path, TODAY, ReadingOptions(columns=columns)).first_rows


def texts(told: dict) -> list[list[str | None]]:
    return [row["cells"] for row in told["cells"]["rows"]]


def test_the_rows_stand_as_in_the_sheet_with_letters_numbers_and_the_row_of_the_headings(tmp_path):
    told = first_rows(write_workbook(tmp_path / "a.xlsx", ROWS, HEADER, above=2, sheet="March"), **COLUMNS)
    assert (told["sheet"], told["row"], told["cells"]["columns"]) == ("March", 3, list("ABCDE"))
    assert [row["row"] for row in told["cells"]["rows"]] == [1, 2, 3, 4, 5]
    assert texts(told)[2:4] == [list(HEADER), [DAY.isoformat(), "Tea", "2", "2.5", "North"]]
    assert (told["cells"]["rows_total"], told["cells"]["columns_total"]) == (5, 5)


def test_each_column_is_named_and_the_lines_are_as_they_would_be_stored(tmp_path):
    told = first_rows(write_workbook(tmp_path / "a.xlsx", ROWS, HEADER), **COLUMNS)
    assert told["fields"] == {
        "A": ["Date"],
        "B": ["Product Name"],
        "C": ["Quantity"],
        "D": ["Unit Price"],
        "E": ["Store Location"],
    }
    assert told["mapping"] == COLUMNS | {"Unit Price": "Price", "Store Location": "Shop"}
    assert [tuple(line.values()) for line in told["lines"]] == [
        ("C2", DAY.isoformat(), "Tea", 2.0, 2.5, "North"),
        ("C3", DAY.isoformat(), "Milk", 3.0, 1.5, "South"),
    ]


def test_of_a_column_a_month_the_headings_are_dates_and_only_the_labels_can_be_chosen(tmp_path):
    header = ("Item", "Shop", "2026-01", "2026-02")
    rows = [("Tea", "North", 2, 3), ("Milk", "South", None, 4)]
    told = first_rows(write_workbook(tmp_path / "a.xlsx", rows, header, above=1))
    assert told["row"] == 2
    assert told["mapping"] == {"Product Name": "Item", "Store Location": "Shop"}
    assert set(told["fields"]["C"]) == set(told["fields"]["D"]) == {"Date", "Quantity"}
    assert [(line["cell"], line["date"]) for line in told["lines"]] == [
        ("C3", "2026-01-01"),
        ("D3", "2026-02-01"),
        ("D4", "2026-02-01"),
    ]


def test_a_date_of_several_columns_can_be_no_other_one(tmp_path):
    rows = [(2026, 3, day, "Tea", 2) for day in range(1, 10)]
    header = ("Year", "Month", "Day", "Product", "Quantity")
    told = first_rows(write_workbook(tmp_path / "a.xlsx", rows, header))
    assert told["mapping"] == {"Product Name": "Product", "Quantity": "Quantity"}
    assert told["lines"][0]["date"] == "2026-03-01"


def test_of_a_large_sheet_few_rows_and_columns_are_told_and_long_texts_cut(tmp_path):
    header = (*COLUMNS.values(), *(f"Note {number}" for number in range(40)))
    rows = [(DAY, "T" * 200, 1, *range(40))] * 50
    told = first_rows(write_workbook(tmp_path / "a.xlsx", rows, header), **COLUMNS)
    assert (len(texts(told)), len(texts(told)[0]), told["cells"]["columns"][-1]) == (20, 30, "AD")
    assert texts(told)[1][1] == "T" * 59 + "…"
    assert (told["cells"]["rows_total"], told["cells"]["columns_total"]) == (51, 43)
    assert len(told["lines"]) == 19


def test_below_many_titles_the_rows_begin_shortly_above_the_headings(tmp_path):
    told = first_rows(write_workbook(tmp_path / "a.xlsx", ROWS, HEADER, above=30), **COLUMNS)
    assert (told["row"], told["cells"]["rows"][0]["row"]) == (31, 28)
    assert len(told["lines"]) == 2


def test_of_several_sheets_the_one_that_is_read_is_shown(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("Notes").write(0, 0, "Nothing to see")
    sheet = book.add_worksheet("Sales")
    for number, row in enumerate([("Date", "Product", "Quantity"), (DAY.isoformat(), "Tea", 2)]):
        sheet.write_row(number, 0, row)
    book.close()
    told = first_rows(tmp_path / "a.xlsx")
    assert (told["sheet"], told["cells"]["sheet"], told["lines"][0]["product"]) == ("Sales", "Sales", "Tea")


def test_a_refusal_shows_the_rows_too(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", ROWS, ("One", "Two", "Three", "Four", "Five"))
    with pytest.raises(UnmappedHeader) as refused:
        check(path, TODAY)
    assert texts(refused.value.details)[1][1] == "Tea"


def test_a_wrong_choice_is_refused_with_what_was_chosen_and_can_be_chosen_again(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", ROWS, HEADER)
    wrong = {"Date": "Item", "Product Name": "Day", "Quantity": "Sold"}
    with pytest.raises(NoUsableRows) as refused:
        check(path, TODAY, ReadingOptions(columns=wrong))
    details = refused.value.details
    assert details["fields"]["B"] == ["Date"]
    assert details["mapping"].items() >= wrong.items()
    assert details["total"] == 2


def test_a_question_about_dates_shows_the_rows_that_it_is_about(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [("03/04/2026", "Tea", 2)], HEADER[:3])
    with pytest.raises(UndecidableDates) as refused:
        check(path, TODAY, ReadingOptions(columns=COLUMNS))
    assert texts(refused.value.details)[1][0] == "03/04/2026"
    assert "example" in refused.value.details


def test_a_stored_check_holds_them(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", ROWS, HEADER)
    task = {
        "path": str(path),
        "today": TODAY.isoformat(),
        "options": {"columns": COLUMNS},
        "second_reader": False,
    }
    check_in_sandbox(task, tmp_path, read_limits())
    assert json.loads((tmp_path / FIRST_ROWS).read_text())["lines"][1]["product"] == "Milk"
