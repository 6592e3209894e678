"""What a planner reads on the page Forecasts."""

import json
import re
from calendar import monthrange
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.acting import API, ROOT, read


def test_a_shared_address_shows_the_product_and_every_number_of_the_api_without_a_mouse(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    chart = page.get_by_role("img", name=re.compile(published.product))
    expect(chart).to_be_visible()
    forecast = read(page, f"/forecasts?product={published.product}")["forecasts"][0]

    page.get_by_role("group", name=re.compile("Chart by day")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"forecast [\d,.]+ units; 80% band .+; 95% band"))).to_be_visible()
    expect(page.get_by_text("the method that came closest on past sales")).to_be_visible()
    page.get_by_role("button", name="How it was made").press("Enter")
    expect(page.get_by_text(forecast["method_label"]).first).to_be_visible()

    page.get_by_role("button", name="Show as table").press("Enter")
    rows = page.get_by_role("table", name="Forecast by day").get_by_role("row").all_inner_texts()[1:]
    shown = [float(row.split("\t")[1].replace(",", "")) for row in rows]
    assert shown == pytest.approx([day["mean"] for day in forecast["days"]], abs=0.051)


def test_why_a_forecast_is_as_it_is_stands_there_word_for_word(page, published):
    why = "Sales on 2026-03-04 were over 20 times those of any other day: check them."
    told = read(page, f"/forecasts?product={published.product}")
    told["forecasts"][0]["reason"] = why
    page.route(f"**{API}/forecasts?*", lambda route: route.fulfill(json=told))
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    page.get_by_role("button", name="How it was made").click()
    expect(page.get_by_text(why)).to_be_visible()


def test_the_methods_are_compared_on_the_product_that_is_shown(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    page.get_by_role("button", name="How it was made").click()
    page.get_by_role("button", name="Compare the methods").press("Enter")
    table = page.get_by_role("table", name="Methods in the backtest")
    expect(table.get_by_role("row", name=re.compile("Published forecast"))).to_be_visible()
    methods = read(page, f"/forecasts/backtest?product={published.product}")["methods"]
    rows = [row.split("\t") for row in table.get_by_role("row").all_inner_texts()[1:]]
    assert [float(row[1].rstrip("%")) for row in rows] == pytest.approx(
        [100 * told["wape"] for told in methods], abs=0.051
    )
    page.get_by_role("button", name="Hide the methods").press("Enter")
    expect(table).to_have_count(0)


def test_what_the_bands_of_the_product_contained_is_told_beside_the_methods(page, published):
    told = read(page, f"/forecasts/backtest?product={published.product}")
    told["methods"][0] |= {"coverage_80": 0.9, "coverage_95": 0.96}
    page.route(f"**{API}/forecasts/backtest?*", lambda route: route.fulfill(body=json.dumps(told)))
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    page.get_by_role("button", name="How it was made").click()
    page.get_by_role("button", name="Compare the methods").click()
    words = "In the latest test window, the 80% band contained 90% of this product's sales, the 95% band 96%."
    expect(page.get_by_text(words)).to_be_visible()


def test_one_store_is_chosen_and_shown_with_its_own_numbers(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    page.get_by_label("Store", exact=True).select_option("North")
    expect(page).to_have_url(re.compile("store=North"))
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_text("All numbers are units per day, in North.")).to_be_visible()
    days = read(page, f"/forecasts?product={published.product}&store=North")["forecasts"][0]["days"]
    rows = page.get_by_role("table", name="Forecast by day").get_by_role("row").all_inner_texts()[1:]
    shown = [float(row.split("\t")[1]) for row in rows]
    assert shown == pytest.approx([day["mean"] for day in days], abs=0.051)
    page.get_by_label("Store", exact=True).select_option("All stores")
    expect(page.get_by_text("All numbers are units per day, over all stores.")).to_be_visible()


def test_a_planner_whose_session_ended_is_told_to_log_in_again(page, context, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    expect(page.get_by_role("img", name=re.compile(published.product))).to_be_visible()
    context.clear_cookies()
    page.get_by_label("Search products").fill("a")
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended.")
    address = page.get_by_role("link", name="Log in again").get_attribute("href")
    assert "next=" in address


def test_the_chart_is_zoomed_and_moved_by_keyboard_and_its_state_is_in_the_address(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    first = page.get_by_role("slider", name="The first day shown")
    shown = first.get_attribute("aria-valuetext")
    page.get_by_role("button", name="All", exact=True).press("Enter")
    expect(first).not_to_have_attribute("aria-valuetext", shown)
    expect(page).to_have_url(re.compile("from=.*to="))
    whole = first.get_attribute("aria-valuetext")
    first.press("PageDown")
    expect(first).not_to_have_attribute("aria-valuetext", whole)
    moved = first.get_attribute("aria-valuetext")
    page.reload()
    expect(first).to_have_attribute("aria-valuetext", moved)


def test_weeks_are_whole_and_add_up_to_their_days_with_a_narrower_band(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}&by=week")
    expect(page.get_by_role("group", name=re.compile("Chart by week"))).to_be_visible()
    page.get_by_role("button", name="Show as table").click()
    rows = page.get_by_role("table", name="Forecast by week").get_by_role("row").all_inner_texts()[1:]
    days = read(page, f"/forecasts?product={published.product}")["forecasts"][0]["days"]
    if date.fromisoformat(days[0]["day"]).weekday() != 0:
        del rows[0]  # a week that was partly sold
    mondays = [place for place, day in enumerate(days) if date.fromisoformat(day["day"]).weekday() == 0]
    for row, place in zip(rows, [place for place in mondays if place + 7 <= len(days)], strict=True):
        week = days[place : place + 7]
        cells = row.split("\t")
        assert float(cells[1].replace(",", "")) == pytest.approx(sum(day["mean"] for day in week), abs=0.06)
        low, high = (float(number.replace(",", "")) for number in cells[3].split(" – "))
        assert high - low < sum(day["q90"] - day["q10"] for day in week)


def test_the_one_month_that_is_whole_is_drawn_and_where_none_is_that_is_said(page, published):
    told = read(page, f"/forecasts?product={published.product}")
    [forecast] = told["forecasts"]
    whole = forecast["days"][0]
    first = date.fromisoformat(whole["day"])
    rest = range(monthrange(first.year, first.month)[1] - first.day + 1)
    forecast["days"] = [{**whole, "day": str(first + timedelta(days=ahead))} for ahead in rest]
    page.route(f"**{API}/forecasts?*", lambda route: route.fulfill(json=told))
    page.goto(f"{ROOT}/forecasts?product={published.product}&by=month")
    bands = page.get_by_role("group", name=re.compile("Chart by month")).locator("polygon")
    assert bands.first.bounding_box()["width"] > 0
    expect(page.get_by_text("No whole month is forecast")).to_have_count(0)

    forecast["days"].pop()
    page.reload()
    expect(page.get_by_text("No whole month is forecast")).to_be_visible()
    expect(bands).to_have_count(0)


def test_last_year_past_forecasts_prices_and_other_products_are_drawn_from_the_address(page, published):
    page.goto(
        f"{ROOT}/forecasts?product={published.product}&year=1&past=1&prices=1&with=Coffee%0ARye%20Bread"
    )
    chart = page.get_by_role("group", name=re.compile("Chart by day"))
    expect(chart).to_be_visible()
    for label in ("A year before", "Coffee", "Rye Bread"):
        expect(page.get_by_text(label, exact=True).first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Price of a unit"))).to_be_visible()
    chart.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"forecast .* Coffee [\d.,]+; Rye Bread [\d.,]+"))).to_be_visible()
    page.keyboard.press("Home")  # other tests' files, which tell no price, are of the last weeks
    expect(page.get_by_text(re.compile(r"units sold; .*; price \d"))).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("button", name="Remove Coffee").click()
    expect(page).to_have_url(re.compile("with=Rye"))


def test_a_longer_horizon_is_made_on_request_and_takes_the_place_of_the_published_one(page, published):
    path = f"/forecasts?product={published.product}"
    (real,) = read(page, path)["forecasts"]
    longer = real | {"days": real["days"] + [real["days"][-1] | {"day": "2036-01-01", "mean": 4321.0}]}
    missing = {"product": real["product"], "status": "missing", "status_reason": "Not yet.", "days": []}
    run = {"dag_id": "foresail_predict", "dag_run_id": "requested", "state": "running", "tasks_done": 1, "tasks_total": 3}  # fmt: skip
    answers = [{"forecasts": [missing], "runs": [run]}] * 2 + [{"forecasts": [longer], "runs": []}]
    page.route(
        re.compile(r"/api/v1/forecasts\?.*horizon=90"),
        lambda route: route.fulfill(json=answers.pop(0) if len(answers) > 1 else answers[0]),
    )
    page.goto(f"{ROOT}{path}")
    page.get_by_role("button", name="Show as table").click()
    table = page.get_by_role("table", name="Forecast by day")
    page.get_by_label("How far ahead").select_option("90")
    making = page.get_by_text("The forecast for the next 90 days is being made")
    expect(making).to_be_visible()
    expect(page.get_by_role("progressbar", name="Tasks of Predict")).to_have_attribute("aria-valuenow", "33")
    expect(table.get_by_role("row")).to_have_count(len(real["days"]) + 1)
    expect(making).to_be_hidden()
    expect(table).to_contain_text("4,321.0")

    page.route(
        re.compile(r"/api/v1/stats\b"),
        lambda route: route.fulfill(json=route.fetch().json() | {"may_forecast": False}),
    )
    page.goto(f"{ROOT}{path}")
    expect(page.get_by_label("How far ahead").locator("option", has_text="on request")).to_have_count(0)
