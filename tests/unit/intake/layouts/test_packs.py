"""Quantities in cases, and how many pieces a case has."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader

from tests.unit.intake.layouts.reading import codes, read, sold
from tests.unit.intake.layouts.test_several import read_sheets

DAY, NEXT = date(2025, 1, 2), date(2025, 1, 3)


@pytest.mark.parametrize(
    "heads",
    [
        ("Quantity (cases)", "Units per case"),
        ("Cases sold", "Pcs/carton"),
        ("Menge in Kartons", "Stück je VE"),
        ("Qty cartons", "Pack size"),
    ],
)
def test_cases_are_multiplied_to_pieces_and_it_is_told(tmp_path, heads):
    checked = read(tmp_path, ("Date", "Product", *heads), (DAY, "Tea", 2, 12), (NEXT, "Rice", 3, 6))
    assert sold(checked) == [(DAY, "Tea", 24), (NEXT, "Rice", 18)]
    assert codes(checked)["packs-multiplied"] == ["D1"]
    assert checked.report.columns["quantity"] == f"{heads[0]} × {heads[1]}"


def test_pieces_beside_a_pack_size_stay_as_they_are(tmp_path):
    checked = read(tmp_path, ("Date", "Product", "Units", "Pack size"), (DAY, "Tea", 24, 12))
    assert sold(checked) == [(DAY, "Tea", 24)]
    words = read(tmp_path, ("Date", "Product", "Quantity", "Pack size"), (DAY, "Tea", 24, "500 g"))
    assert sold(words) == [(DAY, "Tea", 24)]


def test_what_may_be_either_is_asked_and_both_answers_are_read(tmp_path):
    header, row = ("Date", "Product", "Quantity", "Pack size"), (DAY, "Tea", 2, 12)
    with pytest.raises(UnmappedHeader, match="cases") as refused:
        read(tmp_path, header, row)
    offered = [told["header"] for told in refused.value.details["headers"] if not told["column"]]
    assert offered == ["Quantity × Pack size", "Quantity"]
    for answer, units in zip(offered, (24, 2), strict=True):
        checked = read(tmp_path, header, row, columns={"Quantity": answer})
        assert sold(checked) == [(DAY, "Tea", units)]
        assert checked.report.columns["quantity"] == answer
        assert checked.report.fingerprint == refused.value.details["fingerprint"]


def test_a_column_of_units_says_which_rows_are_cases(tmp_path):
    rows = [(DAY, "Tea", 2, "CS", 12), (NEXT, "Tea", 5, "EA", 12)]
    checked = read(tmp_path, ("Date", "Product", "Quantity", "UoM", "Units per case"), *rows)
    assert sold(checked) == [(DAY, "Tea", 24), (NEXT, "Tea", 5)]


def test_a_sheet_of_factors_serves_the_rows_whose_unit_is_a_case(tmp_path):
    sales = [("Date", "Product", "Quantity", "UoM"), (DAY, "Tea", 2, "CS"), (NEXT, "Tea", 3, "EA")]
    checked = read_sheets(tmp_path, {"Sales": sales, "Packs": [("Product", "Units per case"), ("Tea", 12)]})
    assert sold(checked) == [(DAY, "Tea", 24), (NEXT, "Tea", 3)]


def test_a_row_without_its_factor_is_left_and_found_at_its_cell(tmp_path):
    header = ("Date", "Product", "Cases", "Units per case")
    checked = read(tmp_path, header, (DAY, "Tea", 2, 12), (DAY, "Rice", 2, None), (DAY, "Oil", 2, 0))
    assert sold(checked) == [(DAY, "Tea", 24)]
    assert codes(checked)["pack-without-size"] == ["D3", "D4"]


def test_a_price_beside_cases_is_left_out(tmp_path):
    header = ("Date", "Product", "Cases", "Units per case", "Price")
    checked = read(tmp_path, header, (DAY, "Tea", 2, 12, 30))
    assert checked.sales["unit_price"].to_list() == [None]
    assert codes(checked)["price-of-pack"] == ["E1"]


def test_numbers_of_another_country_are_multiplied_as_they_are_read(tmp_path):
    header = ("Datum", "Artikel", "Kartons", "Stück je VE")
    checked = read(tmp_path, header, (DAY, "Tee", "1.250,5", 2), (NEXT, "Tee", "1.250", 2))
    assert checked.sales["quantity"].to_list() == [2501, 2500]


def test_a_sheet_of_factors_serves_the_cases_of_another(tmp_path):
    sales = [("Date", "Product", "Cases"), (DAY, "Tea", 2), (NEXT, "Rice", 3), (NEXT, "Oil", 1)]
    factors = [("Product", "Units per case"), ("Tea", 12), ("Rice", 6)]
    checked = read_sheets(tmp_path, {"Sales": sales, "Packs": factors})
    assert sold(checked) == [(DAY, "Tea", 24), (NEXT, "Rice", 18)]
    assert codes(checked)["pack-without-size"] == ["B4"]
