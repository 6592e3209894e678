"""How the calendar goes out and comes back as a workbook."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.acting import go, read


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
