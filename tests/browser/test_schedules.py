"""How a schedule is tried, set, undone and taken away on the page Schedules."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import API, go, read

NOT_ALLOWED = {
    "code": "not-allowed",
    "message": "Your role does not allow this.",
    "hint": "Ask an administrator for permission on the Dag it needs.",
    "id": "1",
}


@pytest.fixture
def training(page: Page) -> Locator:
    """The section of the training's schedule."""
    go(page, "schedules")
    return page.get_by_role("region", name="Training", exact=True)


def fill_in(section: Locator, cron: str, zone: str) -> Locator:
    section.get_by_role("button", name=re.compile("Set a schedule|Edit the schedule")).click()
    form = section.get_by_role("form", name="Schedule")
    expect(form.get_by_label("Cron expression")).to_be_focused()
    form.get_by_label("Cron expression").fill(cron)
    form.get_by_label("Time zone").fill(zone)
    return form


def set_schedule(page: Page) -> str | None:
    return read(page, "/schedules/foresail_train")["cron"]


def test_every_schedule_that_can_be_edited_is_there(page):
    go(page, "schedules")
    for title, dag_id in (
        ("Training", "foresail_train"),
        ("Forecasting", "foresail_predict"),
        ("Monitoring", "foresail_monitor"),
    ):
        section = page.get_by_role("region", name=title, exact=True)
        link = section.get_by_role("link", name=f"Open {dag_id}")
        expect(link).to_have_attribute("href", re.compile(f"/dags/{dag_id}$"))


def test_a_schedule_is_previewed_set_undone_and_taken_away_and_its_history_told(page, training):
    before = set_schedule(page)
    form = fill_in(training, "30 6 * * 1", "Europe/Berlin")
    expect(form.get_by_text("At 06:30, only on Monday")).to_be_visible()
    runs = form.get_by_role("list", name="Runs it would give").get_by_role("listitem")
    expect(runs).to_have_count(5)
    expect(runs.first).to_have_text(re.compile(r"^Mon, .+, 06:30 AM$"))
    assert set_schedule(page) == before

    form.get_by_role("button", name="Save").click()
    expect(training.get_by_text("Saved: 30 6 * * 1 in Europe/Berlin")).to_be_visible()
    expect(training.get_by_role("list", name="Next runs").get_by_role("listitem")).to_have_count(5)
    assert set_schedule(page) == "30 6 * * 1"

    fill_in(training, "0 5 * * *", "UTC").get_by_role("button", name="Save").click()
    expect(training.get_by_text("Saved: 0 5 * * * in UTC")).to_be_visible()
    training.get_by_role("button", name="Undo the last change: Training").click()
    training.get_by_role("button", name="Yes, undo the last change").click()
    expect(training.get_by_text("Saved: 30 6 * * 1 in Europe/Berlin")).to_be_visible()
    assert set_schedule(page) == "30 6 * * 1"

    training.get_by_role("button", name="Remove the schedule: Training").click()
    training.get_by_role("button", name="Yes, remove the schedule").click()
    expect(training.get_by_text("Not scheduled")).to_be_visible()
    assert set_schedule(page) is None

    training.get_by_role("button", name="Show the history: Training").click()
    rows = training.get_by_role("table", name="Changes of the schedule: Training").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("30 6 * * 1 in Europe/Berlin")
    expect(rows.nth(1)).to_contain_text("no schedule")
    expect(rows.nth(1)).to_contain_text("admin")


def test_a_usual_time_is_chosen_from_a_list_and_the_dag_is_paused_and_resumed(page, training):
    form = fill_in(training, "", "UTC")
    form.get_by_label("How often").select_option("Every Monday at 5:00")
    expect(form.get_by_label("Cron expression")).to_have_value("0 5 * * 1")
    expect(form.get_by_text("At 05:00, only on Monday")).to_be_visible()
    form.get_by_role("button", name="Cancel").click()
    for label, is_paused in (("Pause", True), ("Resume", False)):
        training.get_by_role("button", name=f"{label}: Training").click()
        training.get_by_role("button", name=f"Yes, {label.lower()}").click()
        expect(training.get_by_text("No run starts, neither at its times")).to_have_count(int(is_paused))
        assert read(page, "/schedules/foresail_train")["is_paused"] is is_paused


def test_the_second_of_two_editors_is_told_sees_the_first_ones_schedule_and_keeps_what_they_typed(
    page, training
):
    form = fill_in(training, "0 4 * * *", "UTC")
    page.request.put(
        f"{API}/schedules/foresail_train",
        data={"cron": "45 4 * * *", "timezone": "UTC"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("your change was not saved")
    expect(training.get_by_text("At 04:45 (45 4 * * *) in UTC")).to_be_visible()
    expect(form.get_by_label("Cron expression")).to_have_value("0 4 * * *")
    form.get_by_role("button", name="Save").click()
    expect(training.get_by_text("Saved: 0 4 * * * in UTC")).to_be_visible()


def test_what_is_not_a_schedule_is_refused_in_the_words_of_the_api_before_it_is_saved(page, training):
    answer = page.request.post(
        f"{API}/schedules/preview",
        data={"cron": "every day", "timezone": "UTC"},
        headers={"Sec-Fetch-Site": "same-origin"},
    ).json()
    form = fill_in(training, "every day", "UTC")
    expect(form.get_by_role("alert")).to_contain_text(answer["message"])
    form.get_by_label("Cron expression").fill("0 5 * * *")
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)


def test_a_user_who_may_not_edit_is_told_in_the_words_of_the_api(page, training):
    page.route(
        f"**{API}/schedules/foresail_train",
        lambda route: route.fulfill(status=403, body=json.dumps(NOT_ALLOWED)),
    )
    fill_in(training, "0 5 * * *", "UTC").get_by_role("button", name="Save").click()
    refusal = training.get_by_role("alert")
    expect(refusal).to_contain_text("Your role does not allow this.")
    expect(refusal).to_contain_text("Ask an administrator for permission on the Dag it needs.")


def test_a_user_who_may_not_read_schedules_is_told_in_the_words_of_the_api(page):
    page.route(
        re.compile(rf"{API}/schedules\?"),
        lambda route: route.fulfill(status=403, body=json.dumps(NOT_ALLOWED)),
    )
    go(page, "schedules")
    expect(page.get_by_role("alert")).to_contain_text("Your role does not allow this.")
