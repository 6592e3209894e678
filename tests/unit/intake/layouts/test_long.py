"""A line for each sale: periods, groups, totals, line numbers, two columns of one name."""

import json
from datetime import date

import pytest
from foresail.errors import UndecidableNumbers, UnmappedHeader
from foresail.intake.checking import check
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.layouts.reading import TODAY, codes, read, sold

DAY, NEXT = date(2025, 1, 2), date(2025, 1, 3)


@pytest.mark.parametrize(
    ("heading", "value", "day", "period"),
    [
        ("Week", "2025-W01", date(2024, 12, 30), "week"),
        ("Week", 202503, date(2025, 1, 13), "week"),
        ("Period", 202501, date(2025, 1, 1), "month"),
        ("Month", "Jan-25", date(2025, 1, 1), "month"),
        ("Monat", "Januar 2025", date(2025, 1, 1), "month"),
        ("Quarter", "Q2 2025", date(2025, 4, 1), "quarter"),
        ("Date", "2025-01-02", DAY, "day"),
    ],
)
def test_periods_in_a_column_are_their_first_day(tmp_path, heading, value, day, period):
    checked = read(tmp_path, (heading, "Product", "Quantity"), (value, "Tea", 2))
    assert sold(checked) == [(day, "Tea", 2)]
    assert checked.report.period == period
    assert codes(checked).get("dates-are-periods", []) == ([] if period == "day" else ["A2"])


def test_a_stray_period_among_days_is_a_bad_date(tmp_path):
    checked = read(tmp_path, ("Date", "Product", "Quantity"), (DAY, "Tea", 2), ("Jan-25", "Tea", 2))
    assert codes(checked) == {"not-a-date": ["A3"]}


@pytest.mark.parametrize(
    ("header", "parts", "day", "period"),
    [
        (("Year", "Month"), (2025, 2), date(2025, 2, 1), "month"),
        (("Year", "Month"), (2025, "Feb"), date(2025, 2, 1), "month"),
        (("Jahr", "Monat"), (2025, "Februar"), date(2025, 2, 1), "month"),
        (("Year", "Week"), (2025, 7), date(2025, 2, 10), "week"),
        (("Jahr", "KW"), (2025, "KW 7"), date(2025, 2, 10), "week"),
        (("Year", "Quarter"), (2025, "Q2"), date(2025, 4, 1), "quarter"),
    ],
)
def test_a_year_and_what_is_beside_it_make_a_period(tmp_path, header, parts, day, period):
    checked = read(tmp_path, (*header, "Product", "Quantity"), (*parts, "Tea", 2), (*parts, "Milk", 3))
    assert sold(checked) == [(day, "Tea", 2), (day, "Milk", 3)]
    assert checked.report.period == period


def test_year_month_and_day_make_a_day_and_year_month_and_week_a_week(tmp_path):
    header = ("Year", "Month", "Day", "Product", "Quantity")
    assert sold(read(tmp_path, header, (2025, 1, 2, "Tea", 2), (2025, 1, 31, "Tea", 1)))[0] == (DAY, "Tea", 2)
    header = ("Year", "Month", "Week", "Product", "Quantity")
    checked = read(tmp_path, header, (2025, 2, 7, "Tea", 2), (2025, 2, 8, "Tea", 1))
    assert [day for day, *_ in sold(checked)] == [date(2025, 2, 10), date(2025, 2, 17)]


def test_a_period_without_its_year_gets_that_of_the_title_and_is_asked_where_there_is_none(tmp_path):
    rows = (("Woche", "Artikel", "Menge"), ("KW 7", "Tee", 2), ("KW 8", "Tee", 3))
    checked = read(tmp_path, ("Absatz 2025",), *rows)
    assert [day for day, *_ in sold(checked)] == [date(2025, 2, 10), date(2025, 2, 17)]
    assert codes(checked)["year-taken"] == ["A1"]
    for title in ("Absatz", "2024 und 2025"):
        with pytest.raises(UnmappedHeader, match="of which year"):
            read(tmp_path, (title,), *rows)
    numbers = (("Month", "Product", "Quantity"), (1, "Tea", 2), (2, "Tea", 3))
    assert read(tmp_path, ("Sales 2025",), *numbers).report.period == "month"
    with pytest.raises(UnmappedHeader, match="of which year"):
        read(tmp_path, *numbers)


def test_a_month_that_is_none_is_named_at_its_cell(tmp_path):
    checked = read(
        tmp_path, ("Year", "Month", "Product", "Quantity"), (2025, 1, "Tea", 2), (2025, 13, "Tea", 2)
    )
    assert codes(checked)["not-a-date"] == ["B3"]


def test_a_product_that_stands_once_for_its_group_is_filled_down(tmp_path):
    rows = (("Tea", DAY, 1), (None, NEXT, 2), ("Milk", DAY, 3), (None, NEXT, 4), (None, NEXT, 5))
    checked = read(tmp_path, ("Product", "Date", "Quantity"), *rows)
    assert [name for _, name, _ in sold(checked)] == ["Tea", "Tea", "Milk", "Milk", "Milk"]
    assert codes(checked) == {"group-label-filled": ["A2", "A4"]}
    assert checked.report.cells_filled == 3


def test_subtotals_of_groups_and_rows_that_only_name_one_are_no_sales(tmp_path):
    rows = (
        ("Tea", None, 3),
        (None, DAY, 1),
        (None, NEXT, 2),
        ("Milk", None, 4),
        (None, DAY, 4),
        ("Total", None, 7),
    )
    checked = read(tmp_path, ("Product", "Date", "Quantity"), *rows)
    assert sold(checked) == [(DAY, "Tea", 1), (NEXT, "Tea", 2), (DAY, "Milk", 4)]
    below = (
        ("Tea", DAY, 1),
        (None, NEXT, 2),
        ("Tea Total", None, 3),
        ("Milk", DAY, 4),
        ("Summe Milk", None, 4),
    )
    checked = read(tmp_path, ("Product", "Date", "Quantity"), *below)
    assert checked.sales["quantity"].sum() == 7
    assert codes(checked)["totals-row"] == ["A4", "A6"]


def test_a_product_forgotten_here_and_there_is_not_filled_in(tmp_path):
    rows = [
        ("Tea", DAY, 1),
        ("Milk", DAY, 2),
        (None, NEXT, 2),
        ("Salt", NEXT, 3),
        ("Rice", NEXT, 3),
        ("Tea", NEXT, 1),
    ]
    checked = read(tmp_path, ("Product", "Date", "Quantity"), *rows)
    assert codes(checked) == {"missing-product": ["A4"]}


def test_what_only_the_first_line_of_each_order_has_holds_for_all_of_it(tmp_path):
    rows = (("1", DAY, "Tea", 1), ("1", None, "Milk", 2), ("2", NEXT, "Tea", 3), ("2", None, "Milk", 4))
    checked = read(tmp_path, ("Order ID", "Date", "Product", "Quantity"), *rows)
    assert [day for day, *_ in sold(checked)] == [DAY, DAY, NEXT, NEXT]
    assert codes(checked) == {"group-label-filled": ["B2", "B4"]}


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "Daily total",
        "TOTAL 2025-01-02",
        "Tagessumme",
        "Total 02.01.2025",
        "January total",
        "Total Jan 2025",
        "合计",
    ],
)
def test_a_total_that_has_a_date_is_a_total(tmp_path, label):
    checked = read(tmp_path, ("Date", "Product", "Quantity"), (DAY, "Tea", 2), (DAY, label, 2))
    assert codes(checked) == {"totals-row": ["B3"]}


@pytest.mark.parametrize("name", ["Total 0% yoghurt", "Summer hat", "Total Body Lotion", "Sumatra coffee"])
def test_a_product_that_begins_like_a_total_is_none(tmp_path, name):
    checked = read(tmp_path, ("Date", "Product", "Quantity"), (DAY, name, 2))
    assert sold(checked) == [(DAY, name, 2)]


def test_a_header_that_comes_again_on_each_page_is_left_out(tmp_path):
    header = ("Date", "Product", "Quantity")
    checked = read(tmp_path, header, (DAY, "Tea", 2), header, (NEXT, "Tea", 3))
    assert [units for *_, units in sold(checked)] == [2, 3]
    assert codes(checked) == {"header-repeated": ["A3"]}


@pytest.mark.parametrize("step", [1, 10])
def test_a_column_that_counts_the_lines_of_orders_is_no_product(tmp_path, step):
    rows = [(DAY, step, "Tea", 2), (DAY, 2 * step, "Milk", 3), (NEXT, step, "Milk", 1)]
    checked = read(tmp_path, ("Data", "Item", "Descrição", "Quantidade"), *rows)
    assert [name for _, name, _ in sold(checked)] == ["Tea", "Milk", "Milk"]
    assert codes(checked) == {"line-numbers": ["B1"]}


def test_a_column_that_only_counts_lines_is_asked_about_where_there_is_no_other_product(tmp_path):
    rows = [("T1", DAY, 1, 2), ("T1", DAY, 2, 3), ("T2", NEXT, 1, 1), ("T2", NEXT, 2, 1), ("T2", NEXT, 3, 1)]
    with pytest.raises(UnmappedHeader, match="only counts the lines"):
        read(tmp_path, ("Order ID", "Date", "Item", "Qty"), *rows)
    header = ("Order ID", "Date", "Item", "Qty")
    assert read(tmp_path, header, *rows, columns={"Product Name": "Item"}).report.rows_accepted == 5


def test_products_that_are_numbers_and_no_counting_stay_products(tmp_path):
    rows = [(DAY, 10, "a note", 2), (DAY, 30, "b note", 3), (NEXT, 20, "c note", 1)]
    checked = read(tmp_path, ("Date", "Item", "Text", "Quantity"), *rows)
    assert [name for _, name, _ in sold(checked)] == ["10", "30", "20"]


def test_two_columns_of_one_name_are_asked_and_chosen_by_their_letter(tmp_path):
    header, row = ("Date", "Product", "Quantity", "Quantity"), (DAY, "Tea", 2, 3)
    with pytest.raises(UnmappedHeader, match="two columns named 'Quantity'") as refused:
        read(tmp_path, header, row)
    offered = [each["header"] for each in refused.value.details["headers"]]
    assert offered == ["Date", "Product", "Quantity (column C)", "Quantity (column D)"]
    checked = read(tmp_path, header, row, columns={"Quantity": offered[3]})
    assert sold(checked) == [(DAY, "Tea", 3)]
    assert checked.report.columns["quantity"] == offered[3]
    assert sold(read(tmp_path, header, (DAY, "Tea", 2, 2))) == [(DAY, "Tea", 2)]


def test_a_header_below_many_lines_of_title_is_found(tmp_path):
    title = [(f"Filter {number}: all",) for number in range(80)]
    checked = read(tmp_path, ("Report",), *title, ("Date", "Product", "Quantity"), (DAY, "Tea", 2))
    assert sold(checked) == [(DAY, "Tea", 2)]


@settings(max_examples=30, deadline=None)
@given(
    groups=st.lists(st.integers(2, 5), min_size=2, max_size=6),
    subtotals=st.booleans(),
    label_rows=st.booleans(),
    units=st.integers(1, 50),
)
def test_any_outline_has_the_units_of_its_lines(tmp_path_factory, groups, subtotals, label_rows, units):
    rows, wanted = [], []
    for number, count in enumerate(groups):
        name = f"Product {number}"
        if label_rows:
            rows.append((name, None, count * units if subtotals else None))
        for line in range(count):
            day = date(2025, 1, 1 + line)
            rows.append((name if line == 0 and not label_rows else None, day, units))
            wanted.append((day, name, units))
        if subtotals and not label_rows:
            rows.append((f"{name} Total", None, count * units))
    rows.append(("Grand Total", None, len(wanted) * units))
    checked = read(tmp_path_factory.mktemp("outline"), ("Product", "Date", "Qty"), *rows)
    assert sold(checked) == wanted


@pytest.mark.parametrize("heading", ["Week", "Month"])
def test_a_year_that_is_said_is_that_of_all_periods_of_a_column(tmp_path, heading):
    rows = (heading, "Item", "Quantity"), (1, "Tea", 3), (2, "Tea", 4), (3, "Cola", 2)
    with pytest.raises(UnmappedHeader) as asked:
        read(tmp_path, *rows)
    assert asked.value.details["asks"] == "year"
    checked = read(tmp_path, *rows, columns={"Date": "2024"})
    assert checked.report.first_day == "2024-01-01"
    assert checked.report.columns["date"] == heading
    assert checked.report.columns_ignored == []


def test_a_heading_that_is_a_year_is_a_heading(tmp_path):
    day = date(2023, 1, 2)
    checked = read(tmp_path, ("2024", "Item", "Quantity"), (day, "Tea", 3), columns={"Date": "2024"})
    assert checked.report.columns["date"] == "2024"
    assert checked.report.first_day == "2023-01-02"


@pytest.mark.parametrize("rows", ["records", "sheet"])
def test_a_title_goes_before_a_code_in_rows_and_in_sheets_alike(tmp_path, rows):
    heads = ("date", "sku", "product_title", "quantity")
    sales = [("2026-01-02", "A-1", "Green tea", 3), ("2026-01-03", "A-2", "Black tea", 4)]
    if rows == "sheet":
        checked = read(tmp_path, heads, *sales)
    else:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([dict(zip(heads, cells, strict=True)) for cells in sales]))
        checked = check(path, TODAY)
    assert checked.sales["product"].to_list() == ["Green tea", "Black tea"]
    assert checked.report.columns["product"] == "product_title"


HEADS = ("Date", "Product", "Quantity", "Price")


def test_a_price_that_can_be_two_is_left_empty_and_told_where_quantities_are_clear(tmp_path):
    rows = [(DAY, "Tea", 3, "1.250"), (NEXT, "Tea", 4, "2.375"), (NEXT, "Rice", 4, "free")]
    checked = read(tmp_path, HEADS, *rows)
    assert checked.sales["unit_price"].to_list() == [None, None, None]
    assert codes(checked) == {"price-ambiguous": ["D2"], "price-not-a-number": ["D4"]}
    said = read(tmp_path, HEADS, *rows, number_format="point-decimal")
    assert said.sales["unit_price"].to_list() == [1.25, 2.375, None]


def test_quantities_that_can_be_two_refuse_the_file(tmp_path):
    with pytest.raises(UndecidableNumbers):
        read(tmp_path, HEADS, (DAY, "Tea", "1.250", 3), (NEXT, "Tea", "2.375", 4))
