"""Exports of shops, tills and ERPs are known by their headings; returns and cancellations are told by a column."""

from datetime import date

import pytest
from foresail.columns import header_key
from foresail.intake.layouts.known_exports import EXPORTS

from tests.unit.intake.layouts.reading import codes, read, sold

DAY, NEXT = date(2025, 5, 1), date(2025, 5, 2)
REQUIRED = {"date", "product", "quantity"}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_each_known_export_is_read_by_its_own_headings(tmp_path, export):
    values = {"date": DAY, "product": "Tea", "quantity": -2 if export.is_issue else 2}
    header = {}
    for field, texts in export.columns.items():
        known = [text for text in texts if text in export.known_by]
        header[(known or list(texts))[0]] = values.get(field, 7 if field == "unit_price" else f"{field} 1")
    kinds = dict.fromkeys(export.kind, next(iter(sorted(export.sales)), None))
    for text in export.known_by:
        header.setdefault(text, kinds.get(text, "x"))
    checked = read(tmp_path, tuple(header), tuple({**header, **kinds}.values()))
    assert sold(checked) == [(DAY, "Tea", 2)]
    assert "known-export" in codes(checked)


def test_every_entry_of_the_table_names_the_required_columns_once():
    for export in EXPORTS:
        assert set(export.columns) >= REQUIRED, export.name
        keys = [header_key(text) for texts in export.columns.values() for text in texts]
        assert len(keys) == len(set(keys)), export.name


def test_an_order_of_a_shop_has_its_name_its_store_and_its_cancelled_lines_left_out(tmp_path):
    header = (
        "Name",
        "Financial Status",
        "Cancelled at",
        "Created at",
        "Lineitem quantity",
        "Lineitem name",
        "Location",
    )
    rows = (
        ("#1", "paid", None, "2025-05-01 09:14:02 -0400", 2, "Tea", "NYC"),
        ("#1", None, None, "2025-05-01 09:14:02 -0400", 1, "Milk", "NYC"),
        ("#2", "refunded", None, "2025-05-02 09:14:02 -0400", 1, "Milk", "NYC"),
        ("#3", "voided", "2025-05-02 10:00:00 -0400", "2025-05-02 09:14:02 -0400", 5, "Milk", "NYC"),
    )
    checked = read(tmp_path, header, *rows)
    assert sold(checked) == [(DAY, "Tea", 2), (DAY, "Milk", 1), (NEXT, "Milk", 1)]
    assert checked.sales["transaction_id"].to_list() == ["#1", "#1", "#2"]
    assert checked.sales["store"].unique().to_list() == ["NYC"]
    found = codes(checked)
    assert (found["row-left"], found["returned-later"]) == (["C5", "B5"], ["B4"])
    assert checked.report.rows_left == 1


def test_issues_of_a_stock_ledger_are_sales_and_other_movements_are_left(tmp_path):
    header = ("Posting Date", "Movement Type", "Material", "Material Description", "Plant", "Quantity")
    rows = (
        (DAY, 601, "M1", "Tea", "1000", "5-"),
        (DAY, 602, "M1", "Tea", "1000", 1),
        (DAY, 101, "M1", "Tea", "1000", 500),
    )
    checked = read(tmp_path, header, *rows)
    assert sold(checked) == [(DAY, "Tea", 5), (DAY, "Tea", -1)]
    assert codes(checked)["row-left"] == ["B4"]


@pytest.mark.parametrize("kind", ["Return", "Credit Memo", "Refund", "Gutschrift", "返品"])
def test_a_return_told_by_its_type_is_taken_off(tmp_path, kind):
    rows = ((DAY, "Tea", 5, "Sale"), (NEXT, "Tea", 2, kind), (NEXT, "Tea", -1, kind))
    checked = read(tmp_path, ("Date", "Product", "Quantity", "Type"), *rows)
    assert [units for *_, units in sold(checked)] == [5, -2, -1]
    assert codes(checked)["return-negated"] == ["D3"]


def test_a_return_told_by_its_amount_is_taken_off(tmp_path):
    rows = ((DAY, "Tea", 5, 12.5), (NEXT, "Tea", 2, -5))
    checked = read(tmp_path, ("Date", "Product", "Quantity", "Total Amount"), *rows)
    assert [units for *_, units in sold(checked)] == [5, -2]
    assert codes(checked) == {"return-negated": ["D3"]}


def test_cancelled_lines_are_left_out_and_open_ones_are_not(tmp_path):
    rows = ((DAY, "Tea", 5, "Shipped"), (NEXT, "Tea", 2, "Cancelled"), (NEXT, "Tea", 3, "Open"))
    checked = read(tmp_path, ("Date", "Product", "Quantity", "Order Status"), *rows)
    assert [units for *_, units in sold(checked)] == [5, 3]
    assert codes(checked) == {"row-left": ["D3"]}


def test_what_is_said_in_columns_goes_before_a_known_export(tmp_path):
    header = ("Lineitem name", "Lineitem quantity", "Created at", "Lineitem sku")
    checked = read(tmp_path, header, ("Tea", 2, DAY, "A1"), columns={"Product Name": "Lineitem sku"})
    assert checked.sales["product"].to_list() == ["A1"]


LEDGER = ("Material", "Material Description", "Movement Type", "Posting Date", "Quantity", "Amount in LC")


def test_negative_amounts_of_a_ledger_do_not_turn_its_issues_into_returns(tmp_path):
    day = date(2026, 1, 5)
    rows = [("M1", "Table", kind, day, units, units * 2.5) for kind, units in (("601", -5), ("602", 2))]
    checked = read(tmp_path, LEDGER, *rows)
    assert sorted(units for _, _, units in sold(checked)) == [-2.0, 5.0]
    assert "return-negated" not in codes(checked)


@pytest.mark.parametrize("heading", ["Discount Amount", "Cost Amount", "Gross Profit", "Total Discount"])
def test_negative_amounts_of_another_kind_make_no_return(tmp_path, heading):
    rows = [(date(2026, 1, day), "Table", 3, -1.5 if day == 4 else 2.5) for day in range(1, 10)]
    checked = read(tmp_path, ("Date", "Product", "Quantity", heading), *rows)
    assert {units for _, _, units in sold(checked)} == {3.0}


def test_amounts_that_are_mostly_negative_are_not_those_of_returns(tmp_path):
    rows = [(date(2026, 1, day), "Table", 3, 2.5 if day == 4 else -7.5) for day in range(1, 10)]
    checked = read(tmp_path, ("Date", "Product", "Quantity", "Net amount"), *rows)
    assert {units for _, _, units in sold(checked)} == {3.0}


def test_a_list_of_sap_orders_is_known_in_its_short_headings(tmp_path):
    header = ("Sales Doc.", "Doc. Date", "Sold-to pt", "Item", "Material", "Description", "Order Qty", "Plnt")
    checked = read(tmp_path, header, *[(45, date(2026, 1, 5), 10001, 10, "M1", "Table", 7, "1000")])
    assert sold(checked) == [(date(2026, 1, 5), "Table", 7.0)]
    assert checked.sales["store"].to_list() == ["1000"]


def test_the_name_of_an_item_says_more_than_its_description(tmp_path):
    header = ("Date", "Item Name", "Description", "Quantity")
    checked = read(tmp_path, header, (date(2026, 1, 5), "Table", "A table of oak", 7))
    assert sold(checked) == [(date(2026, 1, 5), "Table", 7.0)]
