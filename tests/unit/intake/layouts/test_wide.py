"""A column for each day, week, month or quarter becomes lines of sales."""

from datetime import date, timedelta

import openpyxl
import pytest
from foresail.errors import UnmappedHeader
from foresail.intake.marking import mark_findings
from foresail.workbooks.formats import Format
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.layouts.reading import codes, read, sold

JAN, FEB, MAR = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)
MONTHS = [
    ("Jan-25", "Feb-25", "Mar-25"),
    ("January 2025", "February 2025", "March 2025"),
    ("janv. 25", "févr. 25", "mars 25"),
    ("Jänner 2025", "Februar 2025", "März 2025"),
    ("2025-01", "2025-02", "2025-03"),
    ("202501", "202502", "202503"),
    ("01/2025", "02/2025", "03/2025"),
    ("2025年1月", "2025年2月", "2025年3月"),
    ("2025M01", "2025M02", "2025M03"),
    (JAN, FEB, MAR),
]


@pytest.mark.parametrize("months", MONTHS)
def test_months_are_read_however_they_are_written(tmp_path, months):
    checked = read(
        tmp_path, ("SKU", "Description", *months), ("A1", "Tea", 1, 2, 3), ("A2", "Milk", 4, None, 0)
    )
    assert sorted(sold(checked)) == [
        (JAN, "Milk", 4), (JAN, "Tea", 1), (FEB, "Tea", 2), (MAR, "Milk", 0), (MAR, "Tea", 3),
    ]  # fmt: skip
    assert (checked.report.layout, checked.report.period) == ("wide", "month")
    assert codes(checked) == {"column-per-period": ["C1"]}


@pytest.mark.parametrize(
    ("headings", "first", "period"),
    [
        (("2025-W07", "2025-W08"), date(2025, 2, 10), "week"),
        (("W07 2025", "W08 2025"), date(2025, 2, 10), "week"),
        (("KW 7 2025", "KW 8 2025"), date(2025, 2, 10), "week"),
        (("07. KW 2025", "08. KW 2025"), date(2025, 2, 10), "week"),
        (("202513", "202514"), date(2025, 3, 24), "week"),
        (("Q1 2025", "Q2 2025"), JAN, "quarter"),
        (("2025-Q1", "2025-Q2"), JAN, "quarter"),
        (("1. Quartal 2025", "2. Quartal 2025"), JAN, "quarter"),
        ((date(2025, 2, 10), date(2025, 2, 17)), date(2025, 2, 10), "week"),
        ((date(2025, 2, 10), date(2025, 2, 11)), date(2025, 2, 10), "day"),
        (("25.02.2025", "26.02.2025"), date(2025, 2, 25), "day"),
    ],
)
def test_weeks_quarters_and_days_are_told_apart(tmp_path, headings, first, period):
    checked = read(tmp_path, ("Product", *headings), ("Tea", 1, 2), ("Milk", 3, 4))
    assert checked.report.period == period
    assert min(sold(checked))[0] == first
    assert checked.sales["quantity"].sum() == 10


def test_totals_are_left_out_and_said(tmp_path):
    checked = read(
        tmp_path,
        ("Product", "Jan-25", "Feb-25", "Q1 2025", "Total"),
        ("Tea", 1, 2, 3, 3),
        ("Milk", 3, 4, 7, 7),
        ("Grand Total", 4, 6, 10, 10),
    )
    assert checked.sales["quantity"].sum() == 10
    assert codes(checked) == {"column-per-period": ["B1"], "column-left": ["D1", "E1"], "totals-row": ["A4"]}
    assert checked.report.totals_rows == 1


def test_a_total_that_its_rows_do_not_add_up_to_is_pointed_out(tmp_path):
    checked = read(tmp_path, ("Product", "Jan-25", "Feb-25"), ("Tea", 1, 2), ("Total", 7, 2))
    assert codes(checked)["total-differs"] == ["B3"]


def test_a_measure_below_each_period_is_taken_if_it_is_units(tmp_path):
    checked = read(
        tmp_path,
        ("Product", "Jan-25", None, "Feb-25", None),
        (None, "Qty", "Revenue", "Qty", "Revenue"),
        ("Tea", 1, 9.5, 2, 19),
    )
    assert sold(checked) == [(JAN, "Tea", 1), (FEB, "Tea", 2)]
    assert codes(checked)["column-left"] == ["C1", "E1"]


def test_measures_of_which_none_is_plainly_units_are_asked_and_can_be_told(tmp_path):
    header = ("Product", "Jan-25", None, "Feb-25", None)
    rows = ((None, "Ordered qty", "Plan qty", "Ordered qty", "Plan qty"), ("Tea", 1, 5, 2, 6))
    assert read(tmp_path, header, *rows).sales["quantity"].to_list() == [1, 2]
    money = ((None, "Revenue", "Cost", "Revenue", "Cost"), ("Tea", 1, 5, 2, 6))
    with pytest.raises(UnmappedHeader, match="not clear which hold units"):
        read(tmp_path, header, *money)
    told = read(tmp_path, header, *money, columns={"Quantity": "Revenue"})
    assert told.sales["quantity"].to_list() == [1, 2]


@pytest.mark.parametrize(
    "headings",
    [
        ("Jan-25 Qty", "Jan-25 Rev", "Feb-25 Qty", "Feb-25 Rev"),
        ("Qty 2025-01", "Revenue 2025-01", "Qty 2025-02", "Revenue 2025-02"),
        ("Jan 2025 (units)", "Jan 2025 (EUR)", "Feb 2025 (units)", "Feb 2025 (EUR)"),
    ],
)
def test_a_measure_in_the_heading_of_its_period_is_told_apart(tmp_path, headings):
    checked = read(tmp_path, ("Product", *headings), ("Tea", 1, 9.5, 2, 19), ("Milk", 3, 9.5, 4, 19))
    assert [units for *_, units in sold(checked)] == [1, 3, 2, 4]
    assert codes(checked)["column-left"] == ["C1", "E1"]


def test_weeks_that_are_named_by_their_days_are_weeks(tmp_path):
    for headings in (
        ("w/c 13/01/2025", "w/c 20/01/2025"),
        ("Week of 2025-01-13", "Week of 2025-01-20"),
        ("13.01.2025 - 19.01.2025", "20.01.2025 - 26.01.2025"),
    ):
        checked = read(tmp_path, ("Product", *headings), ("Tea", 1, 2))
        assert (checked.report.first_day, checked.report.period) == ("2025-01-13", "week")


def test_the_days_of_a_month_are_those_of_the_title(tmp_path):
    rows = (("Item", *range(1, 32)), ("Tea", *range(1, 32)), ("Milk", *[1] * 31))
    checked = read(tmp_path, ("March 2025",), *rows)
    assert (checked.report.first_day, checked.report.last_day) == ("2025-03-01", "2025-03-31")
    assert checked.sales["quantity"].sum() == 31 * 16 + 31
    assert codes(checked)["year-taken"] == ["A1"]


def test_a_title_of_money_is_asked_about(tmp_path):
    rows = (("Product", "Jan-25", "Feb-25"), ("Tea", 1, 2))
    with pytest.raises(UnmappedHeader, match="seems to hold amounts of money"):
        read(tmp_path, ("Sales in thousands of dollars",), *rows)
    told = read(tmp_path, ("Revenue",), *rows, columns={"Quantity": "Revenue"})
    assert told.sales["quantity"].to_list() == [1, 2]
    assert read(tmp_path, ("Units sold by month",), *rows).report.rows_accepted == 2


def test_stores_above_the_periods_are_stores(tmp_path):
    checked = read(
        tmp_path,
        (None, "North", None, "South", None),
        ("Product", "Jan-25", "Feb-25", "Jan-25", "Feb-25"),
        ("Tea", 1, 2, 3, 4),
    )
    assert checked.sales.select("date", "store", "quantity").rows() == [
        (JAN, "North", 1), (FEB, "North", 2), (JAN, "South", 3), (FEB, "South", 4),
    ]  # fmt: skip


def test_a_year_that_is_missing_is_asked_for_and_said_in_the_place_of_a_date(tmp_path):
    rows = ("Item", "Jan", "Feb", "Mar"), ("Tea", 1, 2, 3), ("Cola", 4, 5, 6)
    with pytest.raises(UnmappedHeader) as asked:
        read(tmp_path, *rows)
    assert asked.value.details["asks"] == "year"
    checked = read(tmp_path, *rows, columns={"Date": "2024"})
    assert (checked.report.first_day, checked.report.last_day) == ("2024-01-01", "2024-03-01")
    assert "year-taken" not in codes(checked)


@pytest.mark.parametrize("said", [{}, {"Date": "2024"}])
def test_months_that_run_over_the_end_of_a_year_are_of_no_one_year(tmp_path, said):
    rows = ("Item", "Nov", "Dec", "Jan"), ("Tea", 1, 2, 3), ("Cola", 4, 5, 6)
    with pytest.raises(UnmappedHeader, match="cannot all be of one year") as refused:
        read(tmp_path, *rows, columns=said)
    assert "asks" not in refused.value.details


def test_only_the_product_is_asked_for_where_the_headings_are_months(tmp_path):
    rows = ("Code", "Other", "Jan-25", "Feb-25"), (100, 7, 3, 4), (200, 8, 1, 2)
    with pytest.raises(UnmappedHeader, match="names the products") as asked:
        read(tmp_path, *rows)
    assert asked.value.details["missing"] == ["Product Name"]
    checked = read(tmp_path, *rows, columns={"Product Name": "Code"})
    assert {product for _, product, _ in sold(checked)} == {"100", "200"}


def test_a_year_above_its_months_is_theirs(tmp_path):
    checked = read(
        tmp_path,
        (None, "2024", None, "2025", None),
        ("Item", "Nov", "Dec", "Jan", "Feb"),
        ("Tea", 1, 2, 3, 4),
    )
    assert [day for day, *_ in sold(checked)] == [date(2024, 11, 1), date(2024, 12, 1), JAN, FEB]


def test_a_year_is_taken_from_the_title_and_said_and_asked_where_there_is_none(tmp_path):
    rows = (("Item", "Jan", "Feb", "Mar"), ("Tea", 1, 2, 3))
    checked = read(tmp_path, ("Sales 2025",), *rows)
    assert [day for day, *_ in sold(checked)] == [JAN, FEB, MAR]
    assert codes(checked)["year-taken"] == ["A1"]
    with pytest.raises(UnmappedHeader, match="nothing says of which year"):
        read(tmp_path, ("Sales",), *rows)
    with pytest.raises(UnmappedHeader, match="cannot all be of one year"):
        read(tmp_path, ("Sales 2025",), ("Item", "Nov", "Dec", "Jan"), ("Tea", 1, 2, 3))


def test_two_columns_of_one_period_are_asked(tmp_path):
    with pytest.raises(UnmappedHeader, match="two columns for 'Jan-25'"):
        read(tmp_path, ("Item", "Jan-25", "Jan-25"), ("Tea", 1, 2))


def test_a_bad_cell_is_named_where_it_is_and_costs_only_itself(tmp_path):
    checked = read(tmp_path, ("Item", "Jan-25", "Feb-25"), ("Tea", 1, "two"), ("Milk", "-", 4), (None, 5, 6))
    found = codes(checked)
    assert found["not-a-number"] == ["C2"]
    assert found["missing-product"] == ["A4"]
    assert sold(checked) == [(JAN, "Tea", 1), (FEB, "Milk", 4)]


def test_a_period_still_to_come_is_named_at_its_heading_once(tmp_path):
    checked = read(tmp_path, ("Item", "Jan-25", "Feb-27"), ("Tea", 1, 2), ("Milk", 3, 4))
    assert checked.report.rows_accepted == 2
    assert codes(checked)["implausible-date"] == ["C1"]


def test_a_store_that_stands_once_for_its_products_is_filled_down(tmp_path):
    checked = read(
        tmp_path,
        ("Store", "Item", "Jan-25", "Feb-25"),
        ("North", "Tea", 1, 2),
        (None, "Milk", 3, 4),
        ("North Total", None, 4, 6),
        ("South", "Tea", 5, 6),
    )
    assert checked.sales.filter(checked.sales["product"] == "Milk")["store"].to_list() == ["North", "North"]
    assert codes(checked)["totals-row"] == ["A4"]


def test_groups_of_a_pivot_table_are_not_counted_twice(tmp_path):
    rows = [("North", 5, 7), ("Tea", 1, 2), ("Milk", 4, 5), ("South", 2, 2), ("Tea", 1, 1), ("Rice", 1, 1)]
    for more in ([], [("Grand Total", 7, 9)]):
        checked = read(tmp_path, ("Row Labels", "Jan-25", "Feb-25"), *rows, *more)
        assert checked.sales["quantity"].sum() == 16
        assert set(checked.sales["product"]) == {"Tea", "Milk", "Rice"}


weeks = st.integers(2, 30)


@settings(max_examples=25, deadline=None)
@given(
    start=st.dates(date(2015, 1, 5), date(2025, 1, 1)),
    count=weeks,
    products=st.lists(st.sampled_from(["Tea", "Milk", "Rice", "Salt"]), min_size=1, unique=True),
    form=st.sampled_from(["{y}-W{w:02d}", "W{w} {y}", "KW {w}/{y}", "{y}W{w:02d}", "week {w}, {y}"]),
    data=st.data(),
)
def test_any_weeks_of_any_products_add_up_to_what_the_cells_say(
    tmp_path_factory, start, count, products, form, data
):
    monday = start - timedelta(days=start.weekday())
    days = [monday + timedelta(weeks=number) for number in range(count)]
    headings = [form.format(y=day.isocalendar()[0], w=day.isocalendar()[1]) for day in days]
    units = st.one_of(st.none(), st.integers(0, 500))
    cells = [[data.draw(units) for _ in days] for _ in products]
    cells[0][0] = 3
    rows = [(name, *own) for name, own in zip(products, cells, strict=True)]
    checked = read(tmp_path_factory.mktemp("wide"), ("Product", *headings), *rows)
    wanted = {
        (day, name, value)
        for name, own in zip(products, cells, strict=True)
        for day, value in zip(days, own, strict=True)
        if value is not None
    }
    assert set(sold(checked)) == wanted


def test_the_marked_workbook_shows_findings_where_they_are(tmp_path):
    checked = read(tmp_path, ("Item", "Jan-25", "Feb-25"), ("Tea", 1, "two"), ("Milk", 3, 4), ("Total", 4, 4))
    mark_findings(tmp_path / "a.xlsx", Format.XLSX, checked.findings, tmp_path / "marked.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["Sales"]
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "C2" in marked
    assert marked <= {"B1", "C2", "A4", "B4"}
