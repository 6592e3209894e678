"""Quantities far above what their product ever sold."""

from datetime import date, timedelta

import polars as pl
import pytest
from foresail.intake.checking import check
from foresail.intake.unusual import find_unusual
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import DAY, sale, sales, write_workbook

LATER = date(2027, 1, 1)


def history(*quantities, product="Tea"):
    return [
        sale(product, quantity, date=DAY + timedelta(days=n), transaction_id=None)
        for n, quantity in enumerate(quantities)
    ]


def unusual(*lines):
    return find_unusual(sales(*lines)).filter("is_unusual")["quantity"].to_list()


def test_a_quantity_six_times_the_largest_other_is_unusual_and_one_below_is_not():
    usual = [10, 12, 11, 12, 10, 12, 11, 9]
    assert unusual(*history(*usual, 73)) == [73]
    assert unusual(*history(*usual, 72)) == []


def test_a_few_units_more_are_no_slip():
    assert unusual(*history(*[1] * 20, 21)) == []
    assert unusual(*history(*[1] * 20, 22)) == [22]


def test_two_slips_of_a_long_history_do_not_hide_one_another():
    assert unusual(*history(*[12] * 200, 1200, 1300)) == [1200, 1300]


def test_a_product_of_few_lines_is_held_against_the_others():
    others = [line for product in ("Milk", "Bread") for line in history(*[40] * 20, product=product)]
    assert unusual(*others, sale("New", 99_999)) == [99_999]
    assert unusual(*others, sale("New", 100)) == []


def test_a_product_of_few_lines_gives_its_largest_for_its_past_to_judge():
    found = find_unusual(sales(*history(*[40] * 20, product="Milk"), sale("Tea", 90), sale("Tea", 3)))
    assert found.select("product", "quantity", "is_unusual").rows() == [("Tea", 90.0, False)]


@given(st.lists(st.floats(0.5, 1e6), min_size=1, max_size=40), st.randoms())
def test_the_order_of_lines_does_not_matter(quantities, random):
    lines = history(*quantities)
    shuffled = random.sample(lines, len(lines))
    assert sorted(unusual(*lines)) == sorted(unusual(*shuffled))


@given(st.lists(st.integers(5, 29), min_size=8, max_size=60))
def test_what_varies_by_less_than_the_factor_is_never_unusual(quantities):
    assert unusual(*history(*quantities)) == []


def test_the_finding_names_the_cell_and_the_row_is_kept(tmp_path):
    rows = [(DAY + timedelta(days=n), "Tea", 12 if n != 5 else 99_999_999) for n in range(30)]
    path = write_workbook(tmp_path / "a.xlsx", rows, header=("Date", "Product Name", "Quantity"), above=2)
    checked = check(path, LATER)
    found = checked.findings.filter(pl.col("code") == "unusual-quantity").row(0, named=True)
    assert (found["cell"], found["severity"], found["value"]) == ("C9", "confirm", "99999999")
    assert checked.sales.height == 30
    told = checked.unusual.row(0, named=True)
    assert (told["cell"], told["usual_low"], told["usual_high"]) == ("C9", 12.0, 12.0)


def test_what_is_usual_of_few_lines_does_not_hold_the_unusual_one_itself():
    lines = [sale(quantity=units) for units in (3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 90_000)]
    told = find_unusual(sales(*lines)).row(0, named=True)
    assert (told["quantity"], told["usual_low"], told["usual_high"]) == (90_000, 3, 4)


def test_a_product_of_one_line_is_shown_beside_what_all_others_sell():
    lines = [*(sale("Tea", units) for units in (3, 4) * 20), sale("Jam", 90_000)]
    told = find_unusual(sales(*lines)).row(0, named=True)
    assert (told["quantity"], told["usual_low"], told["usual_high"]) == (90_000, 3, 4)


def test_a_price_far_from_what_its_product_costs_is_left_out_and_the_sale_is_stored(tmp_path):
    rows = [(DAY, "Tea", 2, 2.5, f"T{number}", "N", "P") for number in range(9)]
    slip = (DAY, "Tea", 2, 250, "T9", "N", "P")
    checked = check(write_workbook(tmp_path / "a.xlsx", [*rows, slip]), LATER)
    assert checked.sales["unit_price"].to_list() == [2.5] * 9 + [None]
    assert checked.findings.select("cell", "code").rows() == [("D11", "unusual-price")]


@pytest.mark.parametrize("price", [0.3, 2.5, 24.9])
def test_a_price_up_to_ten_times_apart_is_a_price(tmp_path, price):
    rows = [(DAY, "Tea", 2, 2.5, f"T{number}", "N", "P") for number in range(9)]
    checked = check(
        write_workbook(tmp_path / "a.xlsx", [*rows, (DAY, "Tea", 2, price, "T9", "N", "P")]), LATER
    )
    assert checked.findings.is_empty()


def test_of_few_prices_none_is_unusual(tmp_path):
    rows = [(DAY, "Tea", 2, price, f"T{at}", "N", "P") for at, price in enumerate((2.5, 2.5, 2500))]
    assert check(write_workbook(tmp_path / "a.xlsx", rows), LATER).findings.is_empty()
