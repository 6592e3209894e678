"""What a planner sees and does on the page Accuracy."""

import re
import time
from datetime import date

import pytest
from foresail.client import ForesailClient
from playwright.sync_api import expect

from tests.browser.acting import API, PUBLISHED_MS, go, read, sales_of

FIGURES = {
    "sold": 100.0, "forecast": 110.0, "coverage_80": 0.8, "coverage_95": 0.95, "products": 3, "runs": [1],
    "pinball": 0.1, "mase": 0.75, "bias": 0.1, "bias_seasonal_naive": -0.05, "skill": 0.5,
    "wape_seasonal_naive": 0.4,
}  # fmt: skip
WEEKS = [
    FIGURES | {"day": f"2026-03-{day:02}", "wape": wape} for day, wape in ((2, 0.2), (9, 0.25), (16, 0.3))
]


@pytest.fixture(scope="module")
def another_model(client: ForesailClient, published, tmp_path_factory) -> None:
    """There is a model beside the one in use."""
    if client.models()["total"] > 1:
        return
    last_day = date.fromisoformat(client.stats()["data"]["last_day"])
    workbook = tmp_path_factory.mktemp("more") / "more.csv"
    workbook.write_bytes(sales_of(published.product, last_day))
    upload_id, deadline = client.upload(workbook)["id"], time.monotonic() + PUBLISHED_MS / 1000
    while client.get_upload(upload_id)["status"] != "published":
        assert time.monotonic() < deadline
        time.sleep(1)


def test_an_earlier_model_is_put_in_use_again_and_its_forecasts_appear(page, published, another_model):
    go(page, "accuracy")
    models = page.get_by_role("region", name="Models", exact=True)
    before = read(page, "/stats")["forecasts"]["model_id"]
    expect(models.get_by_text(re.compile(f"Model {before} is in use"))).to_be_visible()
    models.get_by_role("button", name=re.compile(r"Show \d+")).click()
    listed = read(page, "/models")["models"]
    table = models.get_by_role("table", name="Models")
    expect(table.get_by_role("row")).to_have_count(min(len(listed), 10) + 1)
    expect(table.get_by_role("row", name="in use")).to_contain_text(f"{before}")
    other = next(model["model_id"] for model in listed if not model["is_champion"])
    models.get_by_role("button", name=f"Use it: model {other}", exact=True).click()
    expect(models.get_by_text(f"Forecast with model {other} from now on?")).to_be_visible()
    models.get_by_role("button", name="Yes, use it").click()
    expect(models.get_by_text("Its forecasts are being made")).to_be_visible()
    run = models.get_by_role("link", name="Open the run").get_attribute("href")
    assert re.search(rf"/dags/foresail_predict/runs/promoted_{other}_.+", run)
    expect(models.get_by_text("The published forecasts are from this model.")).to_be_visible(
        timeout=PUBLISHED_MS
    )
    assert read(page, "/stats")["forecasts"]["model_id"] == other


def test_what_came_true_is_drawn_over_time_and_told_by_what_is_chosen_with_an_address_each(page, published):
    drift = {"status": "steady", "reason": "Nothing has changed.", "limit": 1.25}
    asked = []

    def tell(route) -> None:
        asked.append(route.request.url)
        if "/scores" in route.request.url:
            of = re.search(r"of=(\w+)", route.request.url)[1]
            score = FIGURES | {"number": 7, "name": "Berlin", "wape": 0.22}
            route.fulfill(json={"of": of, "scores": [score]})
        else:
            by = re.search(r"by=(\w+)", route.request.url)[1]
            route.fulfill(json={"by": by, "periods": WEEKS, "drift": drift, "changes": []})

    page.route(f"**{API}/monitoring**", tell)
    go(page, "accuracy")
    outcomes = page.get_by_role("region", name="Compared with sales since")
    picture = outcomes.get_by_role("img", name="WAPE over time")
    expect(picture.locator("circle")).to_have_count(2 * len(WEEKS))
    picture.hover(force=True, position={"x": 100, "y": 100})
    expect(
        outcomes.get_by_text("Week from Mar 2, 2026: WAPE 20.0%; Repeating last week 40.0%")
    ).to_be_visible()
    newest = outcomes.get_by_role("table", name="Forecast and sold by week").get_by_role("row").nth(1)
    expect(newest).to_contain_text("Mar 16, 2026")
    expect(newest).to_contain_text("40.0%")
    outcomes.get_by_label("Measure").select_option(label="Bias")
    expect(page).to_have_url(re.compile("measure=bias"))
    expect(outcomes.get_by_role("img", name="Bias over time")).to_be_visible()
    outcomes.get_by_text("Months", exact=True).click()
    expect(page).to_have_url(re.compile("by=month"))
    expect(outcomes.get_by_role("table", name="Forecast and sold by month")).to_be_visible()

    scores = page.get_by_role("region", name="Accuracy in detail")
    expect(scores.get_by_role("cell", name="7 days ahead")).to_be_visible()
    scores.get_by_label("Compared by").select_option(label="Store")
    expect(page).to_have_url(re.compile("measure=bias&by=month&of=store"))
    link = scores.get_by_role("link", name="Berlin")
    expect(link).to_have_attribute("href", re.compile(r"/forecasts\?store=Berlin$"))
    page.reload()
    expect(link).to_be_visible()
    expect(outcomes.get_by_role("img", name="Bias over time")).to_be_visible()
    assert any("by=month" in url for url in asked)


def test_products_that_fell_back_and_those_with_the_largest_error_lead_to_the_table(page, published):
    told = read(page, "/forecasts/products?sort=-wape&limit=5")
    go(page, "accuracy")
    weak = page.get_by_role("region", name="Products to look at")
    for flag in ("fell-back", "worse-than-naive", "biased"):
        link = weak.locator(f"a[href$='/forecasts?flag={flag}']")
        expect(link).to_have_count(1 if told["flags"].get(flag) else 0)
    worst = [product["name"] for product in told["products"] if product["wape"] is not None]
    rows = weak.get_by_role("table", name="Largest errors in the backtest").get_by_role("row")
    expect(rows).to_have_count(len(worst) + 1)
    rows.nth(1).get_by_role("link", name=worst[0], exact=True).click()
    expect(page).to_have_url(re.compile(r"/forecasts\?product="))
