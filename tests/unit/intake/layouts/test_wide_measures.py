"""In a sheet with a column a period, the rows of the units sold are read, and those of other measures are not."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader

from tests.unit.intake.layouts.reading import codes, read, sold

JAN, FEB = date(2025, 1, 1), date(2025, 2, 1)


@pytest.mark.parametrize(
    ("units", "other"),
    [
        ("Units", "Revenue"),
        ("Qty sold", "Stock"),
        ("Menge", "Umsatz"),
        ("Actual", "Budget"),
        ("数量", "金额"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("is_merged", [True, False])
def test_only_the_rows_of_units_sold_are_read(tmp_path, units, other, is_first, is_merged):
    rows = []
    for number, product in enumerate(("Tea", "Coffee", "Milk")):
        pair = [[product, units, number + 1, number + 2], [product, other, 90.5, 91.5]]
        pair = pair if is_first else pair[::-1]
        pair[1][0] = None if is_merged else product
        rows += pair
    checked = read(tmp_path, ("Product", "Measure", "Jan-25", "Feb-25"), *rows)
    assert sorted(sold(checked)) == sorted(
        (day, product, number + more)
        for number, product in enumerate(("Tea", "Coffee", "Milk"))
        for day, more in ((JAN, 1.0), (FEB, 2.0))
    )
    assert codes(checked)["row-left"] == [f"B{row}" for row in ((3, 5, 7) if is_first else (2, 4, 6))]


@pytest.mark.parametrize(
    "measures", [("Revenue",), ("Stock",), ("Revenue", "Cost"), ("Qty sold", "Qty net sold")]
)
def test_which_rows_hold_units_is_asked_where_it_is_not_clear(tmp_path, measures):
    rows = [["Tea", measure, 1, 2] for measure in (*measures, "Stock")]
    with pytest.raises(UnmappedHeader):
        read(tmp_path, ("Product", "Measure", "Jan-25", "Feb-25"), *rows)


def test_what_was_answered_decides(tmp_path):
    rows = [["Tea", "Revenue", 1, 2], ["Tea", "Stock", 3, 4]]
    checked = read(tmp_path, ("Product", "Measure", "Jan-25", "Feb-25"), *rows, columns={"Quantity": "Stock"})
    assert [units for *_, units in sold(checked)] == [3.0, 4.0]


@pytest.mark.parametrize("units", [("pcs", "pcs"), ("pcs", "units"), ("kg", "l")])
def test_units_of_measure_are_no_measures(tmp_path, units):
    rows = [["Tea", units[0], 1, 2], ["Milk", units[1], 3, 4]]
    checked = read(tmp_path, ("Product", "Unit", "Jan-25", "Feb-25"), *rows)
    assert sum(sold[2] for sold in sold(checked)) == 10.0


@pytest.mark.parametrize(
    ("sold_name", "other"), [("Units", "Revenue"), ("Actual", "Budget"), ("Qty", "Amount"), ("Ist", "Plan")]
)
def test_lines_of_other_measures_are_left_out(tmp_path, sold_name, other):
    rows = [
        (JAN, "Tea", sold_name, 3),
        (JAN, "Tea", other, 99.5),
        (FEB, "Tea", sold_name, 4),
        (FEB, "Tea", other, 98.5),
    ]
    checked = read(tmp_path, ("Date", "Product", "Kind of row", "Quantity"), *rows)
    assert sold(checked) == [(JAN, "Tea", 3.0), (FEB, "Tea", 4.0)]
    assert codes(checked)["row-left"] == ["C3", "C5"]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Unit", ("pcs", "box")),
        ("Pack", ("box", "case")),
        ("Currency", ("USD", "EUR")),
        ("Note", ("Sale", "Promo")),
    ],
)
def test_other_columns_of_a_few_words_leave_no_line_out(tmp_path, heading, values):
    rows = [(JAN, f"P{number}", value, 3) for number, value in enumerate(values * 3)]
    assert read(tmp_path, ("Date", "Product", heading, "Quantity"), *rows).sales.height == 6


def test_rows_that_sum_up_those_below_them_in_every_period_are_groups(tmp_path):
    rows = [("Drinks", 3, 7), ("Tea", 1, 3), ("Milk", 2, 4), ("Sweets", 11, 8), ("Cake", 5, 6), ("Pie", 6, 2)]
    checked = read(tmp_path, ("Product", "Jan-25", "Feb-25"), *rows)
    assert checked.sales["product"].unique().sort().to_list() == ["Cake", "Milk", "Pie", "Tea"]
    assert codes(checked)["totals-row"] == ["A2", "A5"]


@pytest.mark.parametrize("changed", [0, 1, 3])
def test_rows_that_do_not_sum_up_every_period_are_products(tmp_path, changed):
    rows = [["Drinks", 3, 7], ["Tea", 1, 3], ["Milk", 2, 4], ["Sweets", 11, 8], ["Cake", 5, 6], ["Pie", 6, 2]]
    rows[changed][1:] = rows[changed][2], rows[changed][1]
    assert read(tmp_path, ("Product", "Jan-25", "Feb-25"), *rows).sales["product"].n_unique() == 6
