"""What a planner sees and does on the page Accuracy."""

import re
from datetime import date

import pytest
from foresail.client import ForesailClient
from foresail.trial import journey
from playwright.sync_api import expect

from tests.browser.acting import PUBLISHED_MS, go, read, sales_of


@pytest.fixture(scope="module")
def another_model(client: ForesailClient, published, tmp_path_factory) -> None:
    """There is a model beside the one in use."""
    if client.models()["total"] > 1:
        return
    last_day = date.fromisoformat(client.stats()["data"]["last_day"])
    workbook = tmp_path_factory.mktemp("more") / "more.csv"
    workbook.write_bytes(sales_of(published.product, last_day))
    journey.travel(client, workbook, lambda _: None, PUBLISHED_MS / 1000)


def test_an_earlier_model_is_put_in_use_again_and_its_forecasts_appear(page, published, another_model):
    go(page, "accuracy")
    models = page.get_by_role("region", name="Models", exact=True).first
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
