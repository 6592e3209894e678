"""The table of all products: filtered, sorted, scrolled, taken away as a file; all of it in the address."""

import io
import re

import polars as pl
import pytest
from playwright.sync_api import expect

from tests.browser.acting import ROOT, go, read, show_many

pytestmark = pytest.mark.usefixtures("published")
MANY = 50_000


def table(page):
    return page.get_by_role("table", name="Products with forecasts")


def names(page):
    return table(page).get_by_role("row").get_by_role("link").all_inner_texts()


def test_a_row_shows_what_the_api_says_and_leads_to_the_product_and_back(page):
    go(page, "forecasts?sort=name")
    expect(table(page).get_by_role("link")).to_have_text(["Coffee", "Rye Bread", "Tea"])
    told = read(page, "/forecasts/products?search=tea")["products"][0]
    cells = table(page).get_by_role("row").nth(3).get_by_role("cell").all_inner_texts()
    assert cells[3].replace(",", "") == f"{told['units_next']:.1f}"
    assert cells[5].replace(",", "") == f"{told['volume']:.0f}"
    table(page).get_by_role("link", name="Tea").click()
    expect(page.get_by_role("img", name=re.compile("^Tea:"))).to_be_visible()
    page.get_by_role("link", name="All products").click()
    expect(page).to_have_url(re.compile(r"forecasts\?sort=name$"))
    expect(table(page)).to_be_visible()


def test_words_and_choices_filter_and_a_misspelt_name_is_found(page):
    go(page, "forecasts")
    page.get_by_label("Search products").fill("bred rie")
    expect(page.get_by_text("No product has the words “bred rie”. This one is most alike:")).to_be_visible()
    expect(table(page).get_by_role("link")).to_have_text(["Rye Bread"])
    expect(page).to_have_url(re.compile("search=bred"))
    page.get_by_label("Search products").fill("")
    expect(page).to_have_url(re.compile("forecasts$"))
    page.get_by_label("Remarks").select_option("no-longer-sold")
    expect(page.get_by_text("No product is like that.")).to_be_visible()
    page.go_back()
    expect(table(page).get_by_role("link")).to_have_count(3)


def test_a_head_sorts_and_columns_are_chosen_and_both_are_in_the_address(page):
    go(page, "forecasts")
    head = table(page).get_by_role("columnheader", name="Product")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").press("Enter")
    expect(table(page).get_by_role("link")).to_have_text(["Tea", "Rye Bread", "Coffee"])
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("menuitemcheckbox", name="Bias").click()
    expect(table(page).get_by_role("columnheader", name="Bias")).to_be_visible()
    expect(page).to_have_url(re.compile("sort=-name.*columns=.*bias"))
    page.reload()
    expect(table(page).get_by_role("columnheader", name="Bias")).to_be_visible()


def test_what_is_shown_is_exported_and_nothing_else(page):
    go(page, "forecasts?search=rye&store=North")
    page.get_by_role("button", name="Export").click()
    address = page.get_by_role("menuitem", name="Parquet").get_attribute("href")
    rows = pl.read_parquet(io.BytesIO(page.request.get(address).body()))
    assert set(rows["product"]) == {"Rye Bread"}
    assert set(rows["store"]) == {"North"}


def test_of_fifty_thousand_products_only_those_in_view_are_drawn(page):
    show_many(page, MANY)
    go(page, "forecasts")
    expect(page.get_by_text("50,000 products")).to_be_visible()
    assert table(page).get_by_role("row").count() < 120
    table(page).evaluate("element => { element.scrollTop = 36 * 40000; }")
    expect(table(page).get_by_role("link", name="Product 40000", exact=True)).to_be_visible()
    table(page).get_by_role("link", name="Product 40003", exact=True).click()
    expect(page).to_have_url(re.compile(rf"{ROOT}/forecasts\?product=Product"))
    page.go_back()
    expect(table(page).get_by_role("link", name="Product 40000", exact=True)).to_be_visible()


def test_the_keyboard_gets_past_the_table_by_a_link(page):
    go(page, "forecasts")
    expect(table(page)).to_be_visible()
    skip = page.get_by_role("link", name="Skip the table")
    skip.focus()
    skip.press("Enter")
    expect(page.locator("#foresail-after-products")).to_be_focused()
