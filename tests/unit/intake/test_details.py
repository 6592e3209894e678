from datetime import date, timedelta

import pytest
from foresail.columns import ALL_COLUMNS, PRODUCT_DETAILS, header_key
from foresail.intake.checking import check
from foresail.intake.options import ReadingOptions

from tests.factories import DAY, write_workbook

TODAY = date(2026, 11, 23)
HEADER = (
    "Date",
    "Product Name",
    "Quantity",
    "Category",
    "Colour",
    "Customer",
    "Sales Channel",
    "Stock on hand",
)


def days(count):
    return [DAY + timedelta(days=number) for number in range(count)]


def read(tmp_path, header, rows, **options):
    return check(write_workbook(tmp_path / "a.xlsx", rows, header=header), TODAY, ReadingOptions(**options))


def codes(checked):
    return checked.findings["code"].to_list()


def test_what_a_sheet_says_beside_its_sales_is_kept(tmp_path):
    rows = [
        (day, "Tea", 2, "Drinks", "Green", "ACME", "Web", 40 - 2 * number)
        for number, day in enumerate(days(3))
    ]
    checked = read(tmp_path, HEADER, rows)
    assert checked.attributes.rows() == [("Tea", "Colour", "Green"), ("Tea", "category", "Drinks")]
    assert checked.sales.select("customer", "channel", "stock").rows() == [
        ("ACME", "Web", 40.0),
        ("ACME", "Web", 38.0),
        ("ACME", "Web", 36.0),
    ]
    assert checked.report.columns["category"] == "Category"
    assert checked.report.columns_ignored == []
    assert codes(checked) == []


def test_a_sheet_without_details_has_no_columns_for_them(tmp_path):
    checked = read(tmp_path, ("Date", "Product Name", "Quantity"), [(DAY, "Tea", 2)])
    assert set(checked.sales.columns).isdisjoint(PRODUCT_DETAILS)
    assert "stock" not in checked.sales.columns
    assert checked.attributes.is_empty()


def test_of_two_values_that_of_the_newest_sale_is_kept_and_told(tmp_path):
    rows = [(days(2)[1], "Tea", 2, "Hot drinks"), (days(2)[0], "Tea", 2, "Drinks")]
    rows += [(DAY, f"Product {number}", 1, "Other") for number in range(30)]
    checked = read(tmp_path, ("Date", "Product Name", "Quantity", "Product group"), rows)
    assert checked.attributes.rows()[-1] == ("Tea", "category", "Hot drinks")
    assert checked.findings.select("cell", "code").rows() == [("D3", "detail-differs")]


def test_a_size_that_changes_from_sale_to_sale_is_no_attribute_unless_it_is_named(tmp_path):
    rows = [(DAY, "Shirt", 1, size) for size in ("S", "M", "L")]
    header = ("Date", "Product Name", "Quantity", "Size")
    assert read(tmp_path, header, rows).report.columns_ignored == ["Size"]
    named = read(tmp_path, header, rows, columns={"Attribute 1": "Size"})
    assert named.attributes.rows() == [("Shirt", "Size", "L")]


def test_any_heading_can_be_kept_as_an_attribute(tmp_path):
    rows = [(DAY, "Tea", 1, "A7")]
    header = ("Date", "Product Name", "Quantity", "Shelf")
    assert read(tmp_path, header, rows, columns={"Attribute 2": "Shelf"}).attributes.rows() == [
        ("Tea", "Shelf", "A7")
    ]


def test_a_detail_that_cannot_be_read_costs_no_sale(tmp_path):
    rows = [(DAY, "Tea", 1, "x" * 300, "plenty"), (DAY, "Milk", 1, "Drinks", 7)]
    checked = read(tmp_path, ("Date", "Product Name", "Quantity", "Category", "Stock"), rows)
    assert checked.report.rows_accepted == 2
    assert checked.findings.select("cell", "code").rows() == [
        ("D2", "detail-not-read"),
        ("E2", "detail-not-read"),
    ]
    assert checked.sales["stock"].to_list() == [None, 7.0]


def test_equal_lines_of_two_line_ids_are_sales_and_of_one_are_a_repeat(tmp_path):
    header = ("Date", "Product Name", "Quantity", "Transaction ID", "Line ID")
    rows = [(DAY, "Tea", 1, "T1", line) for line in (1, 2, 2)]
    checked = read(tmp_path, header, rows)
    assert checked.sales["line_id"].to_list() == ["1", "2"]
    assert codes(checked) == ["repeated-row"]


def test_a_category_that_stands_once_for_its_products_is_filled_down(tmp_path):
    rows = []
    for category, products in (("Drinks", ("Tea", "Milk", "Juice")), ("Food", ("Bread", "Rice", "Salt"))):
        rows += [(category if not number else None, DAY, name, 1) for number, name in enumerate(products)]
    checked = read(tmp_path, ("Category", "Date", "Product Name", "Quantity"), rows)
    assert dict(checked.attributes.select("product", "value").rows()) == {
        "Tea": "Drinks", "Milk": "Drinks", "Juice": "Drinks", "Bread": "Food", "Rice": "Food", "Salt": "Food",
    }  # fmt: skip


def test_a_row_that_only_names_its_category_is_no_broken_sale(tmp_path):
    rows = [("Drinks",), (None, DAY, "Tea", 1), ("Food",), (None, DAY, "Rice", 1)]
    checked = read(tmp_path, ("Category", "Date", "Product Name", "Quantity"), rows)
    assert (checked.report.rows_accepted, checked.report.rows_rejected) == (2, 0)


def test_products_across_months_keep_their_category(tmp_path):
    header = ("Category", "Product", "Colour", "Jan 2026", "Feb 2026")
    rows = [("Drinks", "Tea", "Green", 3, 4), ("Food", "Rice", "White", 5, 6)]
    checked = read(tmp_path, header, rows)
    assert checked.attributes.rows() == [
        ("Rice", "Colour", "White"), ("Rice", "category", "Food"),
        ("Tea", "Colour", "Green"), ("Tea", "category", "Drinks"),
    ]  # fmt: skip


def test_sheets_of_which_one_lacks_a_detail_are_both_read(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    for name, header, row in (
        ("One", ["Date", "Product Name", "Quantity", "Category"], [DAY, "Tea", 2, "Drinks"]),
        ("Two", ["Date", "Product Name", "Quantity", "Customer"], [DAY, "Rice", 3, "ACME"]),
    ):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)
    book.close()
    checked = check(tmp_path / "a.xlsx", TODAY)
    assert checked.sales["product"].to_list() == ["Tea", "Rice"]
    assert checked.sales["customer"].to_list() == [None, "ACME"]


def test_attributes_on_a_sheet_of_products_keep_their_own_heading(tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    lines, products = book.add_worksheet("Lines"), book.add_worksheet("Products")
    lines.write_row(0, 0, ["Date", "Product ID", "Quantity"])
    products.write_row(0, 0, ["Product ID", "Product Name", "Colour"])
    for number in range(12):
        lines.write_row(number + 1, 0, [DAY, f"P{number % 4}", 1 + number % 3])
    for number, name in enumerate(("Tea", "Milk", "Rice", "Salt")):
        products.write_row(number + 1, 0, [f"P{number}", name, "Red" if number % 2 else "Blue"])
    book.close()
    checked = check(tmp_path / "a.xlsx", TODAY)
    assert checked.attributes.rows()[0] == ("Milk", "Colour", "Red")


@pytest.mark.parametrize("column", ALL_COLUMNS, ids=lambda column: column.name)
def test_no_heading_means_two_columns(column):
    if column.field.startswith("attribute"):
        others = [other for other in ALL_COLUMNS if not other.field.startswith("attribute")]
    else:
        others = [other for other in ALL_COLUMNS if other is not column]
    own = {header_key(name) for name in (column.name, *column.synonyms)}
    for other in others:
        assert own.isdisjoint(header_key(name) for name in (other.name, *other.synonyms)), other.name
