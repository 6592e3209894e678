"""Several blocks on a sheet, a sheet a store or a month, a file of one series."""

from datetime import date

import pytest
import xlsxwriter
from foresail.errors import UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

from tests.unit.intake.layouts.reading import TODAY, codes, read, sold

DAY, NEXT = date(2025, 1, 2), date(2025, 1, 3)
HEADER = ("Date", "Product", "Quantity")


def read_sheets(folder, sheets, **options):
    book = xlsxwriter.Workbook(folder / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    book.close()
    return check(folder / "a.xlsx", TODAY, ReadingOptions(**options))


def test_tables_side_by_side_are_all_read(tmp_path):
    header = (*HEADER, None, *HEADER)
    checked = read(
        tmp_path, header, (DAY, "Tea", 1, None, NEXT, "Milk", "x"), (DAY, "Rice", 3, None, NEXT, "Tea", 4)
    )
    assert sorted(sold(checked)) == [(DAY, "Rice", 3), (DAY, "Tea", 1), (NEXT, "Tea", 4)]
    assert codes(checked) == {"not-a-number": ["G2"]}


def test_a_sheet_a_store_has_its_name_as_store(tmp_path):
    rows = [HEADER, (DAY, "Tea", 1), (DAY, "Milk", 2)]
    checked = read_sheets(tmp_path, {"North": rows, "South": [HEADER, (DAY, "Tea", 3), (DAY, "Milk", 4)]})
    assert checked.sales.select("store", "product", "quantity").rows() == [
        ("North", "Tea", 1), ("North", "Milk", 2), ("South", "Tea", 3), ("South", "Milk", 4),
    ]  # fmt: skip
    assert codes(checked)["sheet-name-as-store"] == ["B1", "B1"]


@pytest.mark.parametrize(
    "names", [("Drinks", "Food"), ("Sheet1", "Sheet2"), ("Jan", "Feb"), ("2024", "2025")]
)
def test_sheets_of_other_products_or_periods_are_no_stores(tmp_path, names):
    other = "Tea" if names[0] != "Drinks" else "Bread"
    sheets = {names[0]: [HEADER, (DAY, "Tea", 1)], names[1]: [HEADER, (NEXT, other, 3)]}
    assert read_sheets(tmp_path, sheets).sales["store"].to_list() == [None, None]


def test_a_sheet_a_month_has_its_name_as_date(tmp_path):
    header = ("Product", "Quantity")
    checked = read_sheets(tmp_path, {"Jan 2025": [header, ("Tea", 1)], "Feb 2025": [header, ("Tea", 2)]})
    assert sold(checked) == [(date(2025, 1, 1), "Tea", 1), (date(2025, 2, 1), "Tea", 2)]
    assert checked.report.period == "month"
    assert codes(checked)["sheet-name-as-date"] == ["B1", "B1"]


def test_days_of_a_month_get_it_from_the_sheets_name(tmp_path):
    checked = read_sheets(
        tmp_path, {"2025-01": [("Day", "Product", "Quantity"), (2, "Tea", 1), (31, "Tea", 2)]}
    )
    assert sold(checked) == [(DAY, "Tea", 1), (date(2025, 1, 31), "Tea", 2)]


def test_a_month_without_its_year_is_asked(tmp_path):
    sheets = {"Jan": [("Product", "Quantity"), ("Tea", 1)]}
    with pytest.raises(UnmappedHeader, match="of which year"):
        read_sheets(tmp_path, sheets)
    said = read_sheets(tmp_path, sheets, columns={"Date": "2024"})
    assert sold(said) == [(date(2024, 1, 1), "Tea", 1)]
    titled = {"Jan": [("Sales of 2025",), ("Product", "Quantity"), ("Tea", 1)]}
    assert sold(read_sheets(tmp_path, titled)) == [(date(2025, 1, 1), "Tea", 1)]


def test_a_date_and_a_number_are_one_series_named_by_its_sheet_or_heading(tmp_path):
    rows = [("Date", "Units sold"), (DAY, 1), (NEXT, 2)]
    checked = read_sheets(tmp_path, {"Ice cream": rows})
    assert sold(checked) == [(DAY, "Ice cream", 1), (NEXT, "Ice cream", 2)]
    assert codes(checked) == {"name-from-file": ["B1"]}
    assert read_sheets(tmp_path, {"Sheet1": rows}).sales["product"].unique().to_list() == ["Units sold"]


def test_a_date_and_an_amount_are_no_series(tmp_path):
    with pytest.raises(UnmappedHeader):
        read_sheets(tmp_path, {"Ice cream": [("Date", "Revenue"), (DAY, 1), (NEXT, 2)]})
