"""Workbooks of orders, order lines and products, joined by their keys."""

from datetime import date

import pytest
from foresail.errors import UnmappedHeader

from tests.unit.intake.layouts.reading import codes
from tests.unit.intake.layouts.test_several import read_sheets

DAY, NEXT = date(2025, 1, 2), date(2025, 1, 3)
ORDERS = [("Order ID", "Order Date", "Store"), ("O1", DAY, "North"), ("O2", NEXT, "South")]
LINES = [("Order ID", "Product ID", "Qty"), ("O1", "P1", 2), ("O1", "P2", 1), ("O2", "P1", 4)]
PRODUCTS = [("Product ID", "Product Name", "Category"), ("P1", "Tea", "Drinks"), ("P2", "Rice", "Food")]


def lines(checked):
    return checked.sales.select("date", "store", "product", "quantity", "transaction_id").rows()


def test_three_sheets_whose_keys_all_match_are_read_as_one(tmp_path):
    checked = read_sheets(tmp_path, {"Orders": ORDERS, "Lines": LINES, "Products": PRODUCTS})
    assert lines(checked) == [
        (DAY, "North", "Tea", 2, "O1"), (DAY, "North", "Rice", 1, "O1"), (NEXT, "South", "Tea", 4, "O2"),
    ]  # fmt: skip
    assert codes(checked) == {"sheets-joined": ["A1", "A1", "B1", "B1"]}
    assert checked.attributes.rows() == [("Rice", "category", "Food"), ("Tea", "category", "Drinks")]
    assert checked.report.sheets == ["Lines", "Orders", "Products"]
    assert checked.report.sheets_left == []
    assert checked.report.columns["date"] == "Order Date from Orders by Order ID"


def test_a_list_of_products_gives_their_names(tmp_path):
    sales = [("Date", "SKU", "Quantity"), (DAY, "P1", 2), (NEXT, "P2", 3)]
    products = [("SKU", "Description"), ("P1", "Tea"), ("P2", "Rice")]
    checked = read_sheets(tmp_path, {"Sales": sales, "Items": products})
    assert checked.sales["product"].to_list() == ["Tea", "Rice"]


def test_lines_that_name_their_products_are_joined_with_none(tmp_path):
    sales = [("Date", "Product", "Quantity"), (DAY, "Green tea", 2), (NEXT, "Rice", 3)]
    products = [("Product", "Description"), ("Green tea", "Leaves"), ("Rice", "Grains")]
    checked = read_sheets(tmp_path, {"Sales": sales, "Items": products})
    assert checked.sales["product"].to_list() == ["Green tea", "Rice"]
    assert "sheets-joined" not in codes(checked)


def test_keys_without_a_match_are_asked_about_and_then_findings_at_their_cells(tmp_path):
    sheets = {"Orders": ORDERS, "Lines": [*LINES, ("O9", "P1", 7)], "Products": PRODUCTS}
    with pytest.raises(UnmappedHeader, match=r"75\.0 % of the rows") as refused:
        read_sheets(tmp_path, sheets)
    offered = [told["header"] for told in refused.value.details["headers"] if not told["column"]]
    assert offered == ["Order Date from Orders by Order ID"]
    checked = read_sheets(tmp_path, sheets, columns={"Date": offered[0]})
    assert len(lines(checked)) == 3
    assert codes(checked)["key-without-match"] == ["A5"]
    assert checked.report.fingerprint == refused.value.details["fingerprint"]


def test_a_name_from_a_list_that_lacks_some_is_asked_and_the_code_may_stay(tmp_path):
    sheets = {
        "Sales": [("Date", "SKU", "Quantity"), (DAY, "P1", 2), (NEXT, "P2", 3), (NEXT, "P9", 3)],
        "Items": [("SKU", "Description"), ("P1", "Tea"), ("P2", "Rice")],
    }
    with pytest.raises(UnmappedHeader) as refused:
        read_sheets(tmp_path, sheets)
    offered = [told["header"] for told in refused.value.details["headers"] if not told["column"]]
    assert offered == ["Description from Items by SKU", "SKU"]
    kept = read_sheets(tmp_path, sheets, columns={"Product Name": "SKU"})
    assert kept.sales["product"].to_list() == ["P1", "P2", "P9"]
    named = read_sheets(tmp_path, sheets, columns={"Product Name": offered[0]})
    assert named.sales["product"].to_list() == ["Tea", "Rice"]


def test_a_key_that_stands_twice_joins_nothing(tmp_path):
    orders = [*ORDERS, ("O1", NEXT, "South")]
    with pytest.raises(UnmappedHeader):
        read_sheets(tmp_path, {"Orders": orders, "Lines": LINES, "Products": PRODUCTS})


def test_a_bad_date_of_an_order_is_told_at_the_keys_of_its_lines(tmp_path):
    orders = [ORDERS[0], *[(f"O{n}", DAY, "North") for n in range(1, 10)], ("O10", "soon", "North")]
    order_lines = [LINES[0], *[(f"O{n}", "P1", n) for n in range(1, 11)]]
    checked = read_sheets(tmp_path, {"Orders": orders, "Lines": order_lines, "Products": PRODUCTS})
    assert codes(checked)["not-a-date"] == ["A11"]


def test_german_sheets_are_joined_too(tmp_path):
    heads = [("Auftragsnr", "Auftragsdatum", "Filiale"), ("A1", DAY, "Nord")]
    positions = [("Auftragsnr", "Artikelnr", "Menge"), ("A1", "4711", 3)]
    items = [("Artikelnr", "Bezeichnung"), ("4711", "Tee")]
    checked = read_sheets(tmp_path, {"Kopf": heads, "Positionen": positions, "Artikel": items})
    assert checked.sales.select("date", "store", "product", "quantity").rows() == [(DAY, "Nord", "Tee", 3)]
