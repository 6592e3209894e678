"""A row for each metric of a product and day."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader

from tests.unit.intake.layouts.reading import codes, read, sold

HEADER = ("Date", "Product", "Metric", "Value")
DAY, NEXT = date(2025, 1, 2), date(2025, 1, 3)
ROWS = [
    (DAY, "Tea", "Units", 5), (DAY, "Tea", "Revenue", 12.5), (DAY, "Tea", "Price", 2.5),
    (NEXT, "Tea", "Units", 6), (NEXT, "Tea", "Revenue", 15), (NEXT, "Tea", "Price", "two"),
]  # fmt: skip


def test_rows_of_units_are_sales_with_the_price_of_their_day(tmp_path):
    checked = read(tmp_path, HEADER, *ROWS)
    assert sold(checked) == [(DAY, "Tea", 5), (NEXT, "Tea", 6)]
    assert checked.sales["unit_price"].to_list() == [2.5, None]
    assert checked.report.rows_left == 4


def test_findings_name_the_cells_of_the_sheet(tmp_path):
    assert codes(read(tmp_path, HEADER, *ROWS)) == {
        "metric-taken": ["C1"], "price-matched": ["D4"], "row-left": ["C3", "C6"], "price-not-a-number": ["D7"],
    }  # fmt: skip


def test_a_store_parts_prices_and_other_languages_are_read(tmp_path):
    rows = [
        (DAY, "Tee", "Nord", "Menge", 5), (DAY, "Tee", "Süd", "Menge", 6), (DAY, "Tee", "Süd", "Preis", 3),
        (DAY, "Tee", "Süd", "Umsatz", 18),
    ]  # fmt: skip
    checked = read(tmp_path, ("Datum", "Artikel", "Filiale", "Kennzahl", "Wert"), *rows)
    assert checked.sales.select("store", "quantity", "unit_price").rows() == [
        ("Nord", 5, None),
        ("Süd", 6, 3),
    ]


def test_two_prices_of_one_day_are_left(tmp_path):
    rows = [(DAY, "Tea", "Units", 5), (DAY, "Tea", "Price", 2), (DAY, "Tea", "Price", 3)]
    checked = read(tmp_path, HEADER, *rows)
    assert checked.sales["unit_price"].to_list() == [None]
    assert codes(checked)["row-left"] == ["C3", "C4"]


def test_which_metric_is_sold_is_asked_where_two_may_be(tmp_path):
    rows = [(DAY, "Tea", "Units ordered", 5), (DAY, "Tea", "Units shipped", 4)]
    with pytest.raises(UnmappedHeader, match="which are units sold") as refused:
        read(tmp_path, HEADER, *rows)
    offered = [told["header"] for told in refused.value.details["headers"] if not told["column"]]
    assert offered == ["Units ordered", "Units shipped"]
    checked = read(tmp_path, HEADER, *rows, columns={"Quantity": "Units ordered"})
    assert sold(checked) == [(DAY, "Tea", 5)]
    assert checked.report.fingerprint == refused.value.details["fingerprint"]
