from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from foresail.errors import EmptyWorkbook, NoUsableRows, UndecidableDates, UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions
from foresail.intake.rules import column_letter

from tests.factories import DAY, HEADER, write_workbook

TODAY = date(2026, 11, 23)
GOOD = (DAY, "Tea", 2, 2.5, "T1", "North", "P1")


def found(checked):
    return checked.findings.select("row", "column", "code").rows()


def test_a_good_row_is_kept_with_every_column(tmp_path):
    checked = check(write_workbook(tmp_path / "a.xlsx", [GOOD]), TODAY)
    assert checked.sales.rows() == [(2, DAY, "Tea", 2.0, 2.5, "T1", "North", "P1")]
    assert checked.findings.is_empty()


def test_dates_at_midnight_lose_no_row(tmp_path):
    rows = [(datetime(2026, 3, number), "Tea", 1, 1, f"T{number}", "N", "P") for number in range(1, 11)]
    assert check(write_workbook(tmp_path / "a.xlsx", rows), TODAY).report.rows_accepted == 10


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ((None, "Tea", 2), ("Date", "missing-date")),
        (("soon", "Tea", 2), ("Date", "not-a-date")),
        ((date(2206, 1, 1), "Tea", 2), ("Date", "implausible-date")),
        ((DAY, " ", 2), ("Product Name", "missing-product")),
        ((DAY, "Tea", None), ("Quantity", "missing-quantity")),
        ((DAY, "Tea", "two"), ("Quantity", "not-a-number")),
        ((DAY, "T" * 300, 2), ("Product Name", "text-too-long")),
    ],
)
def test_a_bad_row_is_named_with_its_place_and_the_good_ones_go_on(tmp_path, row, finding):
    checked = check(write_workbook(tmp_path / "a.xlsx", [GOOD, row], above=3), TODAY)
    assert found(checked) == [(6, *finding)]
    assert checked.report.rows_accepted == 1
    assert checked.report.rows_rejected == 1
    letter = column_letter(("Date", "Product Name", "Quantity").index(finding[0]))
    assert checked.findings["cell"].to_list() == [f"{letter}6"]


@pytest.mark.parametrize(("price", "code"), [("n/a", "price-not-a-number"), (0, "price-not-positive"), (-1, "price-not-positive")])  # fmt: skip
def test_a_bad_price_costs_the_price_and_not_the_sale(tmp_path, price, code):
    checked = check(write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2, price, "T1", "N", "P")]), TODAY)
    assert found(checked) == [(2, "Unit Price", code)]
    assert checked.sales["unit_price"].to_list() == [None]


OTHER = (DAY, "Milk", 3, 2.5, "T2", "North", "P1")


def test_equal_lines_of_a_transaction_are_scanned_units_and_each_is_counted(tmp_path):
    checked = check(write_workbook(tmp_path / "a.xlsx", [GOOD, GOOD, OTHER, OTHER, OTHER]), TODAY)
    assert found(checked) == [(3, "Transaction ID", "equal-lines")]
    assert (checked.report.rows_accepted, checked.report.rows_repeated) == (5, 0)


def test_rows_that_were_pasted_twice_are_stored_once_and_reported(tmp_path):
    pasted = [GOOD, GOOD, OTHER]
    checked = check(write_workbook(tmp_path / "a.xlsx", [*pasted, *pasted]), TODAY)
    assert checked.sales["quantity"].to_list() == [2, 2, 3]
    assert [row for row, _, code in found(checked) if code == "repeated-row"] == [5, 6, 7]
    assert (checked.report.rows_accepted, checked.report.rows_repeated) == (3, 3)


def test_lines_of_a_transaction_that_lie_apart_and_differ_are_no_repeat(tmp_path):
    rows = [GOOD, OTHER, GOOD, (DAY, "Milk", 1, 2.5, "T1", "North", "P1")]
    assert check(write_workbook(tmp_path / "a.xlsx", rows), TODAY).report.rows_accepted == 4


def test_equal_rows_without_a_transaction_are_two_sales(tmp_path):
    row = (DAY, "Tea", 2, 2.5, None, "North", "P1")
    assert check(write_workbook(tmp_path / "a.xlsx", [row, row]), TODAY).report.rows_accepted == 2


def test_returns_are_kept(tmp_path):
    checked = check(write_workbook(tmp_path / "a.xlsx", [GOOD, (DAY, "Tea", -1, 2.5, "T2", "N", "P")]), TODAY)
    assert checked.sales["quantity"].to_list() == [2.0, -1.0]


def test_leading_zeros_of_ids_stay(tmp_path):
    checked = check(write_workbook(tmp_path / "a.xlsx", [(DAY, "007", 2, 2.5, "0042", "N", "01")]), TODAY)
    assert checked.sales.select("product", "transaction_id", "producer").row(0) == ("007", "0042", "01")


def test_blank_rows_are_counted_and_row_numbers_stay_true(tmp_path):
    checked = check(write_workbook(tmp_path / "a.xlsx", [GOOD, (), (), (None, "Tea", 1)]), TODAY)
    assert checked.report.rows_blank == 2
    assert found(checked) == [(5, "Date", "missing-date")]


def test_a_workbook_without_the_columns_is_refused_naming_what_it_saw(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(1, 2)], header=("Colour", "Quantity"))
    with pytest.raises(UnmappedHeader, match=r"Date, Product Name\. Its first cells are: Colour, Quantity"):
        check(path, TODAY)


def test_an_empty_sheet_is_refused(tmp_path):
    with pytest.raises(EmptyWorkbook):
        check(write_workbook(tmp_path / "a.xlsx", [], header=None), TODAY)


def test_a_workbook_in_which_no_row_is_good_is_refused_naming_the_first(tmp_path):
    with pytest.raises(NoUsableRows, match=r"Sales!A2"):
        check(write_workbook(tmp_path / "a.xlsx", [(None, "Tea", 2)]), TODAY)


def test_a_csv_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Datum;Artikel;Menge;Preis\n2026-03-02;Grüner Tee;3;2,50\n".encode("cp1252"))
    assert check(path, TODAY).sales.select("product", "quantity", "unit_price").rows() == [
        ("Grüner Tee", 3.0, 2.5)
    ]


def test_a_repeat_on_another_sheet_is_a_repeat(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    for name in ("Jan", "All"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER)
        sheet.write_datetime(1, 0, DAY)
        sheet.write_row(1, 1, GOOD[1:])
    book.close()
    checked = check(tmp_path / "a.xlsx", TODAY)
    assert (checked.report.rows_accepted, checked.report.rows_repeated) == (1, 1)
    assert checked.findings.select("sheet", "cell", "code").rows() == [("All", "E2", "repeated-row")]


def test_a_comma_that_parts_a_number_of_a_csv_in_two_is_seen(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Daily sales\nDate,Product Name,Quantity\n2026-01-01,Tea,3\n2026-01-02,Tea,1,250\n")
    checked = check(path, TODAY)
    assert checked.sales["quantity"].to_list() == [3.0]
    assert found(checked) == [(4, "Date", "too-many-cells")]


def test_two_sheets_with_two_orders_of_day_and_month_are_refused(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name, day in (("A", "25/12/2025"), ("B", "12/25/2025")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER[:3])
        sheet.write_row(1, 0, (day, "Tea", 1))
    book.close()
    with pytest.raises(UndecidableDates, match="'A' has day-first"):
        check(tmp_path / "a.xlsx", TODAY)


def test_an_excel_column_has_excels_letters():
    assert [column_letter(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


FUEL = [(DAY, "Diesel", 12.345, 1.459, "T1", "N", "P"), (DAY, "Petrol", 2.125, 1.589, "T2", "N", "P")]


def save_again(path):
    """Not in the plain form, so that the first reader reads it."""
    openpyxl.load_workbook(path).save(path)


@pytest.mark.parametrize("spoil", [lambda path: None, save_again])
@pytest.mark.parametrize("second_reader", [False, True])
def test_a_number_of_three_decimals_is_no_thousand(tmp_path, spoil, second_reader):
    path = write_workbook(tmp_path / "a.xlsx", FUEL)
    spoil(path)
    checked = check(path, TODAY, second_reader=second_reader)
    assert checked.findings.is_empty()
    assert checked.sales.select("quantity", "unit_price").rows() == [(12.345, 1.459), (2.125, 1.589)]


@pytest.mark.parametrize("spoil", [lambda path: None, save_again])
@pytest.mark.parametrize("second_reader", [False, True])
def test_a_price_in_text_of_three_decimals_may_be_a_thousand_and_is_left_empty(
    tmp_path, spoil, second_reader
):
    texts = [(day, name, 2, str(price)) for day, name, _, price, *_ in FUEL]
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2, 3), *texts])
    spoil(path)
    checked = check(path, TODAY, second_reader=second_reader)
    assert checked.sales["unit_price"].to_list() == [3.0, None, None]
    assert checked.findings.select("code", "value").rows() == [("price-ambiguous", "1.459")]
    for number_format, prices in (
        ("point-decimal", [3.0, 1.459, 1.589]),
        ("comma-decimal", [3.0, 1459, 1589]),
    ):
        options = ReadingOptions(number_format=number_format)
        checked = check(path, TODAY, options, second_reader=second_reader)
        assert checked.sales["unit_price"].to_list() == prices
        assert checked.report.number_format_from == "given"


def test_three_decimals_in_a_text_file_follow_its_signs_and_that_is_told(tmp_path):
    lines = [",".join(HEADER), *(",".join(map(str, row)) for row in FUEL)]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    checked = check(tmp_path / "a.csv", TODAY)
    assert checked.sales["quantity"].to_list() == [12.345, 2.125]
    assert [code for *_, code in found(checked)] == ["likely-format"] * 2
