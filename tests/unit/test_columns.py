import pytest
from foresail.columns import COLUMNS, header_key, map_header, missing_columns
from hypothesis import given
from hypothesis import strategies as st


def test_the_header_of_online_retail_maps_without_help():
    header = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]  # fmt: skip
    assert map_header(header) == {
        "transaction_id": 0,
        "product": 2,
        "quantity": 3,
        "date": 4,
        "unit_price": 5,
        "store": 7,
    }


def test_a_stock_code_names_the_product_where_there_is_no_description():
    assert map_header(["StockCode", "Qty", "Day"])["product"] == 0


@pytest.mark.parametrize("text", ["Unit Price", "unit_price", " UNIT  PRICE ", "UnitPrice", "unit-price"])
def test_case_spaces_and_underscores_are_forgiven(text):
    assert map_header([text]) == {"unit_price": 0}


def test_what_is_missing_is_named_as_the_planner_knows_it():
    assert missing_columns(map_header(["Date", "Price"])) == ["Product Name", "Quantity"]


def test_no_synonym_belongs_to_two_columns():
    keys = [header_key(name) for column in COLUMNS for name in (column.name, *column.synonyms)]
    assert len(keys) == len(set(keys))


@given(st.lists(st.one_of(st.none(), st.text()), max_size=20))
def test_any_header_maps_to_columns_that_it_has(cells):
    assert all(0 <= position < len(cells) for position in map_header(cells).values())
