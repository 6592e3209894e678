"""How a workbook is dropped or refused on the page Upload."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.acting import PUBLISHED_MS, choose, drop, go, read, sales_of


@pytest.mark.usefixtures("published")
def test_a_planner_drops_a_workbook_and_sees_its_forecasts_in_a_chart(page):
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    go(page, "upload")
    drop(page, "soup.csv", sales_of("Pumpkin Soup", last_day))

    report = page.get_by_role("region", name=re.compile(r"Upload \d+: soup.csv"))
    expect(report.get_by_text("68", exact=True)).to_be_visible()
    expect(report.get_by_role("table", name="How the columns were read")).to_contain_text("Product Name")
    counted = report.get_by_role("table", name="Findings counted by kind")
    expect(counted.get_by_role("row", name="Write it as year-month-day")).to_contain_text("12")
    cells = report.get_by_role("table", name="Findings cell by cell")
    expect(cells.get_by_role("row").nth(1)).to_contain_text("A58")
    report.get_by_role("button", name="Show 2 more").click()
    expect(cells.get_by_role("row")).to_have_count(13)

    report.get_by_role("button", name="All are new").click()
    report.get_by_role("button", name="Save the answers").click()
    expect(report.get_by_text("The forecasts are published")).to_be_visible(timeout=PUBLISHED_MS)
    expect(page).to_have_url(re.compile(r"/upload\?upload=\d+"))
    run = report.get_by_role("link", name="Open the run of Predict").get_attribute("href")
    assert re.search(r"/dags/foresail_predict/runs/.+", run)

    report.get_by_role("link", name="See the forecasts of your products").click()
    page.get_by_label("Search products").fill("pumpkin")
    expect(page).to_have_url(re.compile("search=pumpkin"))
    page.get_by_role("link", name="Pumpkin Soup").click()
    expect(page).to_have_url(re.compile(r"/forecasts\?search=pumpkin&product=Pumpkin(\+|%20)Soup"))
    expect(page.get_by_role("img", name=re.compile("Pumpkin Soup"))).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Search products")).to_have_value("pumpkin")


def test_a_picture_is_refused_in_the_words_of_the_api(page):
    go(page, "upload")
    choose(page, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("The file is a picture, whatever its name ends in.")
    expect(refusal).to_contain_text("Send an Excel workbook")
    expect(refusal).to_contain_text("Nothing from picture.png was stored.")
