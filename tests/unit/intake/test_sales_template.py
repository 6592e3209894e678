from datetime import date, datetime

import pytest
from foresail.columns import COLUMNS
from foresail.intake.checking import check
from foresail.intake.sales_template import make_template
from openpyxl import load_workbook

TODAY = date(2026, 11, 1)


def test_the_template_names_the_seven_columns_in_a_bold_frozen_header(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=False)

    sheet = load_workbook(tmp_path / "t.xlsx")["Sales"]

    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == 1


def test_required_columns_look_different_from_the_others(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=False)

    header = load_workbook(tmp_path / "t.xlsx")["Sales"][1]

    assert [cell.fill.fgColor.rgb for cell in header] == ["FF1F4E78"] * 3 + ["FFDDEBF7"] * 4


def test_excel_takes_dates_and_numbers_only_in_their_columns(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=False)

    sheet = load_workbook(tmp_path / "t.xlsx")["Sales"]

    rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"A2:A1048576": "date", "C2:C1048576": "decimal"}


def test_the_second_sheet_explains_every_column_and_returns_and_corrections(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=False)

    sheet = load_workbook(tmp_path / "t.xlsx")["How to"]

    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert [rows[column.name][0] for column in COLUMNS] == ["yes"] * 3 + ["no"] * 4
    assert all(len(rows[column.name][1]) > 20 for column in COLUMNS)
    text = " ".join(str(key) for key in rows)
    assert "negative quantity" in text
    assert "replace" in text


def test_the_example_passes_the_check_with_nothing_but_the_sheet_that_was_left(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=True)

    checked = check(tmp_path / "t.xlsx", TODAY)

    assert checked.findings.select("sheet", "code", "severity").rows() == [("How to", "sheet-left", "notice")]
    assert checked.report.rows_accepted == 21
    assert checked.sales["quantity"].min() == -1


def test_the_dates_of_the_example_show_as_year_month_day(tmp_path):
    make_template(tmp_path / "t.xlsx", with_example=True)

    cell = load_workbook(tmp_path / "t.xlsx")["Sales"]["A2"]

    assert cell.value.date() == date(2026, 3, 2)
    assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("with_example", [True, False])
def test_the_template_has_the_same_bytes_each_time(tmp_path, with_example):
    make_template(tmp_path / "one.xlsx", with_example)
    make_template(tmp_path / "two.xlsx", with_example)

    assert load_workbook(tmp_path / "one.xlsx").properties.created == datetime(2026, 1, 1)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
