"""How the calendar goes out and comes back as a workbook."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.acting import API, go, read


@pytest.mark.usefixtures("published")
def test_a_planner_sends_the_calendar_and_sees_what_lies_ahead_or_which_cell_is_wrong(page):
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    ahead, past = last_day + timedelta(days=10), last_day - timedelta(days=10)
    header = "First Day,Last Day,Event,Product Name,Unit Price"
    calendar = page.get_by_role("region", name="Known in advance", exact=True)
    sent = page.get_by_label("Workbook of the calendar")

    def send(*rows: str) -> None:
        content = "\n".join((header, *rows)).encode()
        sent.set_input_files([{"name": "plan.csv", "mimeType": "text/csv", "buffer": content}])

    go(page, "calendar")
    expect(calendar).to_contain_text("No promotion, event or planned price is coming up.")
    with page.expect_download() as download:
        calendar.get_by_role("link", name="Download the workbook").click()
    assert download.value.suggested_filename == "foresail-calendar.xlsx"

    send(f"{ahead},soon,Spring fair,,")
    expect(calendar.get_by_role("alert")).to_contain_text("Nothing was changed.")
    expect(calendar.get_by_role("table", name="Findings cell by cell")).to_contain_text("B2")

    send(f"{ahead},,Spring fair,,", f"{past},,Autumn fair,,")
    expect(calendar.get_by_text("The calendar has 2 entries now")).to_be_visible()
    table = calendar.get_by_role("table", name="What is known in advance")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Spring fair")
    expect(calendar).to_contain_text("1 of 1 upcoming")

    send()
    expect(calendar).to_contain_text("No promotion, event or planned price is coming up.")


@pytest.mark.usefixtures("published")
def test_an_entry_is_typed_moved_by_the_keyboard_stretched_by_the_pointer_and_removed(page):
    first = date.fromisoformat(read(page, "/stats")["data"]["last_day"]) + timedelta(days=1)
    days = [f"{(first + timedelta(days=number)).day}" for number in range(4)]
    go(page, "calendar")
    bar = page.get_by_role("button", name=re.compile("^Tea week"))
    page.get_by_role("button", name="Add an entry").click()
    form = page.get_by_role("form", name="Add an entry")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("Name the event")
    form.get_by_label("Event", exact=True).fill("Tea week")
    form.get_by_label("Event", exact=True).press("Enter")
    expect(page.get_by_text(re.compile(rf"^Saved: Tea week, \w+ {days[0]}, "))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Tea week.*Has not come yet"))).to_be_visible()

    bar.press("ArrowRight")
    bar.press("Shift+ArrowRight")
    expect(page.get_by_text(re.compile(rf"^Saved: Tea week, \w+ {days[1]} . .*{days[2]}, "))).to_be_visible()

    held = []

    def hold(route) -> None:
        """Keep the page from what is new: who is quick changes what was saved just now."""
        held.append(route)

    page.route(re.compile(rf"{API}/calendar\?"), hold)
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 1.25 * box["width"], box["y"] + 5)
    page.mouse.up()
    expect(page.get_by_text(re.compile(rf"^Saved: Tea week, \w+ {days[1]} . .*{days[3]}, "))).to_be_visible()
    (entry,) = read(page, "/calendar")["entries"]
    assert entry["last_day"] == str(first + timedelta(days=3))

    bar.press("Enter")
    page.get_by_role("button", name="Remove: Tea week").click()
    page.get_by_role("button", name="Yes, remove").click()
    expect(page.get_by_text(re.compile("^Removed: Tea week"))).to_be_visible()
    held[-1].continue_()
    page.unroute(re.compile(rf"{API}/calendar\?"))
    expect(bar).to_have_count(0)


@pytest.mark.usefixtures("published")
def test_the_forecasts_are_made_again_with_the_calendar_once_for_who_may_and_the_page_says_when(page):
    asked = []
    model = {"model_id": 9, "dag_run_id": "asked_1", "registered_at": "2026-01-01T00:00:00+00:00"}
    models = {"total": 0, "models": []}

    def tell(route) -> None:
        if route.request.method == "POST":
            asked.append(route.request.post_data)
            route.fulfill(status=202, json={"dag_id": "foresail_train", "dag_run_id": "asked_1"})
        else:
            route.fulfill(json=models)

    page.route(re.compile(rf"{API}/models(\?|$)"), tell)
    go(page, "calendar")
    page.get_by_role("button", name="Forecast again now").click()
    expect(page.get_by_text("The forecasts are being made anew")).to_be_visible()
    expect(page.get_by_role("button", name="Forecast again now")).to_be_disabled()
    run = page.get_by_role("link", name="Open the run").get_attribute("href")
    assert run.endswith("/dags/foresail_train/runs/asked_1")
    models["models"].append(model)
    expect(page.get_by_text("The new forecasts are published")).to_be_visible()
    assert len(asked) == 1


@pytest.mark.usefixtures("published")
def test_who_may_not_start_a_training_is_not_offered_one(page):
    page.route(
        re.compile(rf"{API}/calendar\?"),
        lambda route: route.fulfill(json={**route.fetch().json(), "may_train": False}),
    )
    go(page, "calendar")
    expect(page.get_by_text("No promotion, event or planned price is coming up.")).to_be_visible()
    expect(page.get_by_role("button", name="Forecast again now")).to_have_count(0)
