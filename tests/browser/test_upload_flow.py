"""How a planner gets a workbook in: checked first, its columns and dates explained, its new products answered."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import PUBLISHED_MS, ROOT, choose, go, read

pytestmark = pytest.mark.usefixtures("published")
# Airflow starts the run, and then the task that asks.
ASKED_MS = 90_000
HEADER = "Date,Product Name,Quantity,Transaction ID"


def days_before(page: Page, count: int) -> list[date]:
    """The last days that there are sales of, the last one first: what lies on them makes no forecast older."""
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    return [last_day - timedelta(days=number) for number in range(count)]


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def sales_of(page: Page, mark: str, **units_of: int) -> bytes:
    """A sale of each product on each of four days; `mark` tells its transactions from those of other tests."""
    rows = [
        f"{day},{product.replace('_', ' ')},{units},{mark}-{day}-{product}"
        for product, units in units_of.items()
        for day in days_before(page, 4)
    ]
    return csv(HEADER, *rows)


def turn_on_check(page: Page) -> None:
    page.get_by_text("Check only: nothing is stored").click()
    expect(page.get_by_label("Check only: nothing is stored")).to_be_checked()


def check_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Check of {name}")


def report_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(rf"Upload \d+: {re.escape(name)}"))


def figure(part: Locator, label: str) -> Locator:
    return part.locator("dl").filter(has=part.page.get_by_text(label, exact=True)).locator("dd").first


def expect_published(report: Locator) -> None:
    expect(report.get_by_text("The forecasts are published")).to_be_visible(timeout=PUBLISHED_MS)


def expect_stored(report: Locator) -> None:
    """Wait for the sales alone: forecasts of several uploads are made at once, and the last one waits for them."""
    expect(report.get_by_text("stored as sales")).to_be_visible(timeout=PUBLISHED_MS)


def expect_waiting(report: Locator) -> None:
    expect(report.get_by_text("This upload waits for your answer")).to_be_visible(timeout=ASKED_MS)


def test_a_check_shows_what_would_change_and_stores_nothing_and_then_uploads_it(page):
    content = sales_of(page, "check", Tea=3) + b"\nsoon,Tea,1,check-bad"
    before = read(page, "/stats")
    go(page, "upload")
    turn_on_check(page)
    choose(page, "checked.csv", content)

    check = check_of(page, "checked.csv")
    expect(check.get_by_text("Nothing is stored yet")).to_be_visible()
    expect(check.get_by_role("heading", name="Check of checked.csv")).to_be_focused()
    expect(figure(check, "New sales")).to_have_text("4")
    expect(figure(check, "Rejected")).to_have_text("1")
    expect(check.get_by_role("table", name="Findings cell by cell")).to_contain_text("A6")
    expect(check.get_by_role("img", name=re.compile("Units sold by month"))).to_be_visible()
    check.get_by_role("button", name="Show months as table").click()
    rows = check.get_by_role("table", name="Units sold by month").get_by_role("row").all_inner_texts()[1:]
    numbers = [[float(cell.replace(",", "")) for cell in row.split("\t")[1:]] for row in rows]
    assert sum(after - now for now, after in numbers) == 12
    assert read(page, "/stats") == before

    check.get_by_role("button", name="Upload it now").click()
    report = report_of(page, "checked.csv")
    expect(report.get_by_role("heading", name="checked.csv")).to_be_focused()
    expect(check).to_be_hidden()
    expect_stored(report)
    assert read(page, "/stats")["data"]["rows"] == before["data"]["rows"] + 4

    choose(page, "again.csv", content)
    check = check_of(page, "again.csv")
    expect(check.get_by_text("This exact file was uploaded before")).to_be_visible()
    expect(figure(check, "Identical sales")).to_have_text("4")


def test_a_header_that_is_not_understood_is_mapped_by_hand_and_saved(page):
    rows = [f"{day},Tea,{2 + number}" for number, day in enumerate(days_before(page, 6))]
    go(page, "upload")
    choose(page, "till.csv", csv("When it was,What,How many", *rows))

    form = page.get_by_role("form", name="Which of its columns is which?")
    expect(form.get_by_label("Product Name")).to_have_value("What")
    expect(form.get_by_text("suggested: check it")).to_have_count(3)
    form.get_by_label("Quantity").select_option("")
    form.get_by_role("button", name="Upload it with these columns").click()
    expect(form.get_by_text("This column is required.")).to_be_visible()
    expect(form.get_by_label("Quantity")).to_be_focused()
    form.get_by_label("Quantity").select_option("How many")
    form.get_by_label("Save this mapping as").fill("The till")
    form.get_by_role("button", name="Upload it with these columns").click()
    report = report_of(page, "till.csv")
    expect(report.get_by_role("table", name="How the columns were read")).to_contain_text("How many")
    expect_stored(report)

    turn_on_check(page)
    # The second time the names stand in another order, and nothing could be told from what is below them.
    choose(page, "till.csv", csv("Stuff,What,When it was,How many", f"7,Tea,{rows[0][:10]},5"))
    form.get_by_label("Use a saved mapping").select_option("The till")
    expect(form.get_by_label("Date")).to_have_value("When it was")
    expect(form.get_by_label("Quantity")).to_have_value("How many")
    form.get_by_role("button", name="Check it with these columns").click()
    expect(figure(check_of(page, "till.csv"), "Changed sales")).to_have_text("1")

    saved = page.get_by_role("region", name="Saved answers")
    saved.get_by_role("button", name=re.compile("Show")).click()
    saved.get_by_role("button", name="Remove: The till").click()
    saved.get_by_role("button", name="Yes, remove").click()
    expect(saved.get_by_text("The till was removed")).to_be_visible()
    assert read(page, "/mappings")["total"] == 0


def test_undecidable_dates_are_decided_by_a_button_that_spells_both_readings_out(page):
    go(page, "upload")
    # What is said of an upload is kept for the next ones; what is said of a check is not.
    turn_on_check(page)
    choose(page, "dates.csv", csv("Date,Product Name,Quantity", "03/04/2024,Tea,1", "05/04/2024,Tea,2"))
    expect(page.get_by_role("alert")).to_contain_text("Is 03/04/2024 April 3, 2024 or March 4, 2024?")
    page.get_by_role("button", name="April 3, 2024").click()
    check = check_of(page, "dates.csv")
    expect(figure(check, "First day")).to_have_text("Apr 3, 2024")
    expect(check.get_by_text("Dates were read day first, as you said.")).to_be_visible()


def test_a_workbook_without_a_usable_row_is_refused_with_its_findings(page):
    go(page, "upload")
    choose(page, "bad.csv", csv("Date,Product Name,Quantity", "soon,Tea,1", "later,Tea,2"))
    expect(page.get_by_role("alert")).to_contain_text("No row can be used.")
    expect(page.get_by_role("table", name="Findings cell by cell").get_by_role("row")).to_have_count(3)


def test_products_never_seen_before_are_answered_on_the_page_and_the_upload_goes_on(page):
    content = sales_of(page, "new", **{"Rye-Bread": 3, "Elderflower": 2, "Carrier_Bag": 1, "Rhubarb_Cake": 4})
    go(page, "upload")
    choose(page, "new.csv", content)

    report = report_of(page, "new.csv")
    expect_waiting(report)
    # As a box of its own, its full stop would stand alone on the next line.
    expect(report.get_by_role("link", name="Required Actions")).to_have_css("display", "inline")
    expect(report.get_by_text("waiting for your answer", exact=True)).to_be_visible()
    expect(report.get_by_label("What Rye-Bread is")).to_have_value("same as Rye Bread")
    expect(report.get_by_label("What Rhubarb Cake is")).to_have_value("keep")
    report.get_by_label("What Carrier Bag is").select_option("Drop its rows")
    report.get_by_label("What Elderflower is").select_option("Same as another product …")
    report.get_by_role("button", name="Save the answers").click()
    other = report.get_by_role("combobox", name="The product that Elderflower is")
    expect(other).to_be_focused()
    other.press_sequentially("tea")
    expect(page.get_by_role("option", name="Tea", exact=True)).to_be_visible()
    other.press("ArrowDown")
    other.press("Enter")
    expect(other).to_have_value("Tea")
    report.get_by_role("button", name="Save the answers").click()

    decided = report.get_by_role("table", name="What was answered about new products")
    expect(
        decided.get_by_role("row", name="Elderflower Same as Tea admin, on the Upload page")
    ).to_be_visible()
    expect(decided.get_by_role("row", name="Carrier Bag Its rows are dropped")).to_be_visible()
    expect(report.get_by_role("heading", name="new.csv")).to_be_focused()
    expect_stored(report)
    known = {product["name"] for product in read(page, "/products?limit=1000")["products"]}
    assert "Rhubarb Cake" in known
    assert not known & {"Rye-Bread", "Elderflower", "Carrier Bag"}


def test_an_answer_given_with_a_check_is_saved_and_can_be_removed(page):
    go(page, "upload")
    turn_on_check(page)
    choose(page, "gifts.csv", sales_of(page, "back", Gift_Card=5, Tea=1))
    check = check_of(page, "gifts.csv")
    check.get_by_label("What Gift Card is").select_option("Drop its rows")
    check.get_by_role("button", name="Upload it now").click()
    report = report_of(page, "gifts.csv")
    decided = report.get_by_role("table", name="What was answered about new products")
    expect(
        decided.get_by_role("row", name="Gift Card Its rows are dropped admin, with the upload")
    ).to_be_visible()
    expect_stored(report)

    saved = page.get_by_role("region", name="Saved answers")
    saved.get_by_role("button", name=re.compile("Show")).click()
    saved.get_by_label("Search saved products").fill("gift")
    saved.get_by_role("button", name="Remove: Gift Card").click()
    expect(saved.get_by_role("button", name="No")).to_be_focused()
    saved.get_by_role("button", name="Yes, remove").click()
    expect(saved.get_by_text("The answer for Gift Card was removed")).to_be_visible()
    expect(saved.get_by_role("link", name=re.compile(r"upload \d+"))).to_be_visible()
    expect(saved.get_by_text("No saved name contains “gift”.")).to_be_visible()

    expect_waiting(report)
    report.get_by_role("button", name="All are new").click()
    report.get_by_role("button", name="Save the answers").click()
    expect(decided.get_by_role("row", name="Gift Card New product")).to_be_visible()
    expect_published(report)
    assert read(page, "/products?search=gift")["total"] == 1


def test_the_planners_own_workbook_downloads_with_its_bad_cells_marked(page, published, workbook):
    page.goto(f"{ROOT}/upload?upload={published.upload['id']}")
    link = page.get_by_role("link", name="Download your workbook with the bad cells marked")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == f"{workbook.stem}-marked.xlsx"
    assert download.value.path().read_bytes() != workbook.read_bytes()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download an empty template").click()
    assert download.value.suggested_filename == "foresail-template.xlsx"
