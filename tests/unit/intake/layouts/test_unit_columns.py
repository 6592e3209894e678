"""Where a column says the unit of each quantity, cases of a product are not added to its pieces."""

from datetime import date, timedelta

import pytest

from tests.unit.intake.layouts.reading import codes, read, sold

DAY = date(2026, 1, 5)


def _read(folder, heading, units, products=("Tea",)):
    rows = [
        (DAY + timedelta(number), products[number % len(products)], 10 + number, unit)
        for number, unit in enumerate(units)
    ]
    return read(folder, ("Date", "Product", "Quantity", heading), *rows)


@pytest.mark.parametrize("heading", ["UoM", "Unit of Measure", "Einheit", "ME", "单位"])
def test_lines_in_another_unit_than_most_of_their_product_are_not_stored(tmp_path, heading):
    checked = _read(tmp_path, heading, ("EA", "EA", "CS", "EA"))
    assert [units for *_, units in sold(checked)] == [10.0, 11.0, 13.0]
    assert codes(checked) == {"mixed-units": ["D4"]}


def test_each_product_may_have_a_unit_of_its_own(tmp_path):
    checked = _read(tmp_path, "UoM", ("EA", "KG") * 3, ("Bolt", "Flour"))
    assert len(sold(checked)) == 6
    assert "mixed-units" not in codes(checked)


def test_units_that_mean_the_same_are_one(tmp_path):
    assert len(sold(_read(tmp_path, "UoM", ("pcs", "EA", "Stk.", "each")))) == 4


@pytest.mark.parametrize(("heading", "values"), [("Size", ("kg", "g")), ("Unit", ("North", "South"))])
def test_a_column_of_something_else_leaves_nothing_out(tmp_path, heading, values):
    assert len(sold(_read(tmp_path, heading, values * 2))) == 4
