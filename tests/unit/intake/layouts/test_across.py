"""Dates below each other, a column for each product or store."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader
from foresail.intake.checking import check
from foresail.intake.layouts.across_headings import EACH, LOWER, UPPER
from foresail.intake.options import ReadingOptions

from tests.factories import write_workbook
from tests.unit.intake.layouts.reading import TODAY, codes, read, sold

JAN = [date(2025, 1, day) for day in range(1, 8)]
DAYS = [day.isoformat() for day in JAN]


def stores(checked):
    return checked.sales.select("date", "store", "product", "quantity").rows()


def test_each_column_is_a_product_and_an_empty_cell_is_no_sale(tmp_path):
    checked = read(tmp_path, ("Date", "Tea", "Coffee"), (DAYS[0], 1, 2), (DAYS[1], None, 3))
    assert sold(checked) == [(JAN[0], "Tea", 1), (JAN[0], "Coffee", 2), (JAN[1], "Coffee", 3)]
    assert codes(checked) == {"column-per-product": ["B1"]}
    assert (checked.report.layout, checked.report.period) == ("across", "day")


def test_codes_as_headings_are_products_and_totals_are_left(tmp_path):
    checked = read(
        tmp_path,
        ("Datum", "10023", "10024", "Summe"),
        (DAYS[0], 1, 2, 3),
        (DAYS[1], 4, 5, 9),
        ("Summe", 5, 7, 12),
    )
    assert checked.sales["quantity"].sum() == 12
    assert codes(checked)["column-left"] == ["D1"]
    assert codes(checked)["totals-row"] == ["A4"]
    assert checked.report.products == 2


def test_weeks_down_are_weeks(tmp_path):
    checked = read(tmp_path, ("Woche", "Tee", "Kaffee"), ("2025-W02", 1, 2), ("2025-W03", 3, 4))
    assert (checked.report.period, checked.report.first_day) == ("week", "2025-01-06")


def test_a_bad_cell_is_found_where_it_lies(tmp_path):
    checked = read(tmp_path, ("Date", "Tea", "Coffee"), (DAYS[0], 1, "two"), (DAYS[1], 3, 4), (DAYS[2], 5, 6),
                   (DAYS[3], 5, 6), (DAYS[4], 5, 6), (DAYS[5], 5, 6))  # fmt: skip
    assert codes(checked)["not-a-number"] == ["C2"]


@pytest.mark.parametrize(
    "header",
    [("Date", "Units", "Revenue"), ("Date", "Visits", "Temperature"), ("Date", "CO average", "O3 average")],
)
def test_measures_alone_are_no_products(tmp_path, header):
    with pytest.raises(UnmappedHeader):
        read(tmp_path, header, (DAYS[0], 1, 2), (DAYS[1], 3, 4))


def test_a_measure_beside_products_is_asked_about_and_either_answer_is_read(tmp_path):
    header, rows = ("Date", "Price", "Tea", "Coffee"), [(DAYS[0], 2.5, 1, 2), (DAYS[1], 2.5, 3, 4)]
    with pytest.raises(UnmappedHeader) as refused:
        read(tmp_path, header, *rows)
    offered = [told["header"] for told in refused.value.details["headers"] if not told["column"]]
    assert offered == ["Each heading but Price", EACH]
    first = read(tmp_path, header, *rows, columns={"Product Name": offered[0]})
    assert set(first.sales["product"]) == {"Tea", "Coffee"}
    assert first.report.fingerprint == refused.value.details["fingerprint"]
    assert first.report.columns["product"] == offered[0]
    assert set(read(tmp_path, header, *rows, columns={"Product Name": EACH}).sales["product"]) == {
        *header[1:]
    }


def test_stores_across_are_of_the_product_that_names_the_sheet(tmp_path):
    rows = [(DAYS[0], 1, 2), (DAYS[1], 3, 4)]
    path = write_workbook(tmp_path / "a.xlsx", rows, header=("Date", "Store 1", "Store 2"), sheet="Green tea")
    checked = check(path, TODAY)
    assert stores(checked)[0] == (JAN[0], "Store 1", "Green tea", 1)
    with pytest.raises(UnmappedHeader, match="of which product"):
        read(tmp_path, ("Date", "Store 1", "Store 2"), *rows)


def test_headings_are_stores_where_somebody_says_so(tmp_path):
    rows = [(DAYS[0], 1, 2), (DAYS[1], 3, 4)]
    path = write_workbook(tmp_path / "a.xlsx", rows, header=("Date", "Berlin", "Hamburg"), sheet="Green tea")
    checked = check(path, TODAY, ReadingOptions(columns={"Store Location": EACH}))
    assert stores(checked)[0] == (JAN[0], "Berlin", "Green tea", 1)


TWO_ROWS = [("Date", "Tea", "Coffee", "Tea", "Coffee"), (DAYS[0], 1, 2, 3, 4), (DAYS[1], 5, 6, 7, 8)]


@pytest.mark.parametrize(
    "above", [("Store", "North", None, "South", None), (None, "Store 1", None, "Store 2", None)]
)
def test_stores_above_products_are_read_where_a_word_says_so(tmp_path, above):
    checked = read(tmp_path, above, *TWO_ROWS)
    assert (JAN[0], above[3], "Coffee", 4) in stores(checked)
    assert checked.report.stores == checked.report.products == 2


def test_two_rows_of_names_are_asked_about(tmp_path):
    above = (None, "North", None, "South", None)
    with pytest.raises(UnmappedHeader) as refused:
        read(tmp_path, above, *TWO_ROWS)
    assert [told["header"] for told in refused.value.details["headers"] if not told["column"]] == [
        LOWER,
        UPPER,
    ]
    checked = read(tmp_path, above, *TWO_ROWS, columns={"Product Name": LOWER})
    assert (JAN[1], "South", "Tea", 7) in stores(checked)
    assert checked.report.fingerprint == refused.value.details["fingerprint"]
    turned = read(tmp_path, above, *TWO_ROWS, columns={"Product Name": UPPER})
    assert (JAN[1], "Tea", "South", 7) in stores(turned)


def test_units_are_taken_where_measures_stand_below_products(tmp_path):
    rows = [
        ("Date", "Units", "Revenue", "Units", "Revenue"),
        (DAYS[0], 1, 10, 2, 20),
        (DAYS[1], 3, 30, 4, 40),
    ]
    checked = read(tmp_path, (None, "Tea", None, "Coffee", None), *rows)
    assert checked.sales["quantity"].sum() == 10
    assert codes(checked)["column-left"] == ["C2", "E2"]
