"""What Foresail adds to Airflow's own pages: its entry, a panel on the dashboard, a tab on a run."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acting import API, ROOT, read


@pytest.mark.usefixtures("published")
def test_the_dashboard_says_how_fresh_and_good_the_forecasts_are_and_leads_to_them(page):
    page.goto("/")
    panel = page.get_by_role("region", name="Forecasts")
    expect(panel.get_by_text(re.compile("^as of .+, published "))).to_be_visible()
    expect(panel.get_by_text("Needs a person")).to_be_visible()
    wape = read(page, "/stats")["accuracy"]["wape"]
    expect(panel.get_by_text(re.compile(rf"^{100 * wape:.1f}%$|^{100 * wape:.0f}%$"))).to_be_visible()
    panel.get_by_role("link", name="Forecasts", exact=True).click()
    expect(page).to_have_url(re.compile(f"{ROOT}/overview$"))


def test_the_run_of_an_upload_has_its_report_as_a_tab(page, published):
    run = published.upload["runs"][0]["dag_run_id"]
    page.goto(f"/dags/foresail_ingest/runs/{run}")
    page.locator("a[href$='/plugin/foresail-run']").click()
    expect(page.get_by_role("heading", name=re.compile(f"^Upload {published.upload['id']}:"))).to_be_visible()


def test_the_run_of_a_training_has_its_leaderboard_as_a_tab(page, published):
    run = published.upload["runs"][1]["dag_run_id"]
    page.goto(f"/dags/foresail_train/runs/{run}/plugin/foresail-run")
    expect(page.get_by_role("table", name="Methods of this model")).to_be_visible()


def test_a_run_with_nothing_to_show_says_so(page, published):
    run = published.upload["runs"][2]["dag_run_id"]
    page.goto(f"/dags/foresail_predict/runs/{run}/plugin/foresail-run")
    expect(page.get_by_text("Nothing of Foresail's here")).to_be_visible()


@pytest.mark.usefixtures("published")
def test_who_may_not_see_forecasts_sees_the_dashboard_as_if_there_were_none(page):
    refused = {"code": "not-allowed", "message": "Your role does not allow this.", "hint": "Ask.", "id": "1"}
    page.route(f"**{API}/**", lambda route: route.fulfill(status=403, json=refused))
    page.goto("/")
    expect(page.get_by_text("Failed Dags")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("region", name="Forecasts")).to_have_count(0)
    expect(page.get_by_role("heading", name="Error")).to_have_count(0)
