"""A pivot table in its compact form: products and dates in one column."""

from datetime import date

import pytest
from foresail.errors import ForesailError

from tests.unit.intake.layouts.reading import codes, read, sold

DAY, NEXT = date(2026, 1, 1), date(2026, 1, 2)
HEADER = ("Row Labels", "Sum of Qty")
WANTED = [(DAY, "Milk", 4), (DAY, "Tea", 3), (NEXT, "Tea", 5)]


@pytest.mark.parametrize(
    "rows",
    [
        [("Tea", 8), (DAY, 3), (NEXT, 5), ("Milk", 4), (DAY, 4), ("Grand Total", 12)],
        [(DAY, 7), ("Tea", 3), ("Milk", 4), (NEXT, 5), ("Tea", 5), ("Grand Total", 12)],
        [("North", 8), ("Tea", 8), (DAY, 3), (NEXT, 5), ("South", 4), ("Milk", 4), (DAY, 4), ("Total", 12)],
        [("Tea", None), (DAY, 3), (NEXT, 5), ("Milk", None), (DAY, 4)],
    ],
)
def test_its_innermost_rows_are_the_sales(tmp_path, rows):
    checked = read(tmp_path, HEADER, *rows)
    assert sorted(sold(checked)) == WANTED
    assert checked.report.layout == "pivot"
    assert codes(checked) == {"pivot-table-read": ["A1"]}


def test_years_and_months_below_a_product_are_months(tmp_path):
    rows = [
        ("Tea", 8),
        ("2025", 8),
        ("Jan", 3),
        ("Feb", 5),
        ("Milk", 4),
        ("2025", 4),
        ("Jan", 4),
        ("Grand Total", 12),
    ]
    checked = read(tmp_path, ("Zeilenbeschriftungen", "Summe von Menge"), *rows)
    assert sorted(sold(checked)) == [
        (date(2025, 1, 1), "Milk", 4), (date(2025, 1, 1), "Tea", 3), (date(2025, 2, 1), "Tea", 5),
    ]  # fmt: skip
    assert checked.report.period == "month"


def test_a_bad_cell_is_named_where_it_is(tmp_path):
    rows = [
        ("Tea", None),
        (DAY, "three"),
        (NEXT, 5),
        (date(2026, 1, 3), 5),
        (date(2026, 1, 4), 5),
        (date(2026, 1, 5), 5),
    ]
    assert codes(read(tmp_path, HEADER, *rows))["not-a-number"] == ["B3"]


def test_groups_that_do_not_add_up_are_not_read_as_something_else(tmp_path):
    rows = [("Tea", 9), (DAY, 3), (NEXT, 5), ("Milk", 4), (DAY, 4), ("Grand Total", 13)]
    with pytest.raises(ForesailError):
        read(tmp_path, HEADER, *rows)
