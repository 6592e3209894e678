"""A title above a block of rows is the store, or the product, of the rows below it."""

from datetime import date, timedelta

import openpyxl
import pytest
from foresail.intake.checking import check
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.layouts.reading import TODAY, codes, sold

HEADER = ("Date", "Product", "Quantity")
DAY = date(2026, 1, 5)
STORES = ("South", "North", "Harbour")


def _check(folder, grid):
    book = openpyxl.Workbook()
    for row in grid:
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return check(folder / "a.xlsx", TODAY)


def _lines(count=3, start=0):
    return [[DAY + timedelta(start + number), f"P{number}", number + 1] for number in range(count)]


def _sold_in(checked):
    rows = checked.sales.select("store", "quantity").rows()
    return {store: sum(units for other, units in rows if other == store) for store, _ in rows}


@pytest.mark.parametrize(
    "title",
    [
        ["Store: {}"],
        ["Filiale: {}"],
        ["Branch :  {}"],
        ["Store:", "{}"],
        [None, "Magasin: {}"],
        ["门店：{}"],
        ["{}"],
    ],
)
@pytest.mark.parametrize("has_totals", [True, False])
def test_a_title_above_each_block_is_its_store(tmp_path, title, has_totals):
    grid = [["Sales of January"], []]
    for store in STORES:
        grid += [[text and text.format(store) for text in title], list(HEADER), *_lines()]
        grid += [["Total", None, 6], []] if has_totals else []
    checked = _check(tmp_path, grid)
    assert _sold_in(checked) == dict.fromkeys(STORES, 6.0)
    assert checked.findings.filter(checked.findings["severity"] == "error").is_empty()
    assert len(codes(checked)["title-read"]) == len(STORES)


def test_titles_between_rows_need_no_header_of_their_own(tmp_path):
    grid = [list(HEADER), ["Store: South"], *_lines(), ["Store: North"], *_lines(2)]
    checked = _check(tmp_path, grid)
    assert _sold_in(checked) == {"South": 6.0, "North": 3.0}
    assert codes(checked) == {"title-read": ["A2", "A6"]}


def test_a_title_above_each_block_is_its_product_where_the_header_has_none(tmp_path):
    grid = []
    for product in ("Tea", "Coffee"):
        grid += [[f"Product: {product}"], ["Date", "Quantity"], [DAY, 2], [DAY + timedelta(1), 3], []]
    assert sold(_check(tmp_path, grid))[2:] == [(DAY, "Coffee", 2.0), (DAY + timedelta(1), "Coffee", 3.0)]


def test_a_column_a_month_has_blocks_by_store_too(tmp_path):
    grid = []
    for store in STORES:
        grid += [[f"Store: {store}"], ["Product", "Jan-26", "Feb-26"], ["Tea", 1, 2], ["Milk", 3, 4], []]
    assert _sold_in(_check(tmp_path, grid)) == dict.fromkeys(STORES, 10.0)


def test_a_column_of_stores_goes_before_titles(tmp_path):
    grid = [["Store: South"], [*HEADER, "Store"], *[[*line, "North"] for line in _lines()]]
    assert _sold_in(_check(tmp_path, grid)) == {"North": 6.0}


@pytest.mark.parametrize(
    "title", ["Store: All", "Filiale: alle", "Store:", "Page 1", "January", "Sales: 2026"]
)
def test_what_names_no_store_is_none(tmp_path, title):
    checked = _check(tmp_path, [[title], list(HEADER), *_lines()])
    assert _sold_in(checked) == {None: 6.0}
    assert "title-read" not in codes(checked)


def test_plain_titles_above_other_products_are_no_stores(tmp_path):
    grid = []
    for number, title in enumerate(("Drinks", "Sweets")):
        grid += [[title], list(HEADER), [DAY, f"P{number}", 2], [DAY, f"Q{number}", 3], []]
    assert _sold_in(_check(tmp_path, grid)) == {None: 10.0}


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5), gaps=st.integers(0, 2), above=st.integers(0, 3)
)
def test_each_row_has_the_store_of_the_last_title_above_it(tmp_path_factory, sizes, gaps, above):
    grid, right = [["Report"]] * above, {}
    for number, size in enumerate(sizes):
        grid = [*grid, [f"Store: S{number}"], list(HEADER), *_lines(size), *[[]] * gaps]
        right[f"S{number}"] = size * (size + 1) / 2
    checked = _check(tmp_path_factory.mktemp("titles"), grid)
    assert _sold_in(checked) == right
