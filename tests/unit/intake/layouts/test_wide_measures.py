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
