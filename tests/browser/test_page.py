"""What a planner does on the page Foresail in the Airflow UI."""

import base64
import json
import re
from datetime import date, timedelta

import pytest
from foresail.client import ForesailClient
from foresail.trial import journey
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAGE

API = "/foresail/api/v1"
PUBLISHED_MS = 120_000
DROP = """
([zone, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""
NO_DATA = {
    "first_day": None,
    "last_day": None,
    "rows": 0,
    "products": 0,
    "stores": 0,
    "data_version": 0,
    "last_upload_at": None,
}


def drop(page: Page, name: str, content: bytes) -> None:
    """Let go of a file over the drop zone."""
    zone = page.locator("label", has_text="Drop a workbook").element_handle()
    page.evaluate(DROP, [zone, name, base64.b64encode(content).decode()])


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the dialog of the drop zone."""
    files = [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    page.get_by_label("Drop a workbook").set_input_files(files)


def read(page: Page, path: str) -> dict:
    return page.request.get(f"{API}{path}").json()


@pytest.fixture(scope="module")
def another_model(client: ForesailClient, published, tmp_path_factory) -> None:
    """There is a model beside the one in use."""
    if client.models()["total"] > 1:
        return
    last_day = date.fromisoformat(client.stats()["data"]["last_day"])
    workbook = tmp_path_factory.mktemp("more") / "more.csv"
    workbook.write_bytes(sales_of(published.product, last_day))
    journey.travel(client, workbook, lambda _: None, PUBLISHED_MS / 1000)


def sales_of(product: str, last_day: date) -> bytes:
    """Eight weeks of a product as CSV, and then twelve rows whose date is none."""
    days = [last_day - timedelta(days=number) for number in reversed(range(56))]
    rows = [f"{day},{product},{10 + day.weekday()}" for day in days] + [f"soon,{product},1"] * 12
    return "\n".join(["Date,Product Name,Quantity", *rows]).encode()


@pytest.mark.usefixtures("published")
def test_a_planner_drops_a_workbook_and_sees_its_forecasts_in_a_chart(page):
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    page.goto(PAGE)
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
    expect(page).to_have_url(re.compile(r"upload=\d+"))
    run = report.get_by_role("link", name="Open the run of Predict").get_attribute("href")
    assert re.search(r"/dags/foresail_predict/runs/.+", run)

    page.get_by_label("Search products").fill("pumpkin")
    page.get_by_role("link", name="Pumpkin Soup").click()
    expect(page).to_have_url(re.compile(r"product=Pumpkin(\+|%20)Soup"))
    expect(page.get_by_role("img", name=re.compile("Pumpkin Soup"))).to_be_visible()
    expect(page.get_by_label("Search products")).to_have_value("pumpkin")


def test_a_shared_address_shows_the_product_and_every_number_of_the_api_without_a_mouse(page, published):
    page.goto(f"{PAGE}?product={published.product}")
    chart = page.get_by_role("img", name=re.compile(published.product))
    expect(chart).to_be_visible()
    forecast = read(page, f"/forecasts?product={published.product}")["forecasts"][0]

    page.get_by_role("group", name=re.compile("Chart by day")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"forecast [\d,.]+ units; 50% band .+; 80% band"))).to_be_visible()
    expect(page.get_by_text(forecast["method"].replace("_", " "), exact=True)).to_be_visible()

    page.get_by_role("button", name="Show as table").press("Enter")
    rows = page.get_by_role("table", name="Forecast by day").get_by_role("row").all_inner_texts()[1:]
    shown = [float(row.split("\t")[1].replace(",", "")) for row in rows]
    assert shown == pytest.approx([day["mean"] for day in forecast["days"]], abs=0.051)


def test_the_methods_are_compared_on_the_product_that_is_shown(page, published):
    page.goto(f"{PAGE}?product={published.product}")
    page.get_by_role("button", name="Compare the methods").press("Enter")
    table = page.get_by_role("table", name="Methods in the backtest")
    expect(table.get_by_role("row", name=re.compile("Published forecast"))).to_be_visible()
    methods = read(page, f"/forecasts/backtest?product={published.product}")["methods"]
    rows = [row.split("\t") for row in table.get_by_role("row").all_inner_texts()[1:]]
    assert [float(row[1].rstrip("%")) for row in rows] == pytest.approx(
        [100 * told["wape"] for told in methods], abs=0.051
    )
    expect(page.get_by_text(re.compile("On the newest window, this product's 80% band held"))).to_be_visible()
    page.get_by_role("button", name="Hide the methods").press("Enter")
    expect(table).to_have_count(0)


def test_one_store_is_chosen_and_shown_with_its_own_numbers(page, published):
    page.goto(f"{PAGE}?product={published.product}")
    page.get_by_label("Store", exact=True).select_option("North")
    expect(page).to_have_url(re.compile("store=North"))
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_text("All numbers are units a day, in North.")).to_be_visible()
    days = read(page, f"/forecasts?product={published.product}&store=North")["forecasts"][0]["days"]
    rows = page.get_by_role("table", name="Forecast by day").get_by_role("row").all_inner_texts()[1:]
    shown = [float(row.split("\t")[1]) for row in rows]
    assert shown == pytest.approx([day["mean"] for day in days], abs=0.051)
    page.get_by_label("Store", exact=True).select_option("All stores")
    expect(page.get_by_text("All numbers are units a day, over all stores.")).to_be_visible()


def test_an_earlier_model_is_put_in_use_again_and_its_forecasts_appear(page, published, another_model):
    page.goto(PAGE)
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
    expect(models.get_by_text("The forecasts on this page are its own.")).to_be_visible(timeout=PUBLISHED_MS)
    assert read(page, "/stats")["forecasts"]["model_id"] == other


def test_a_picture_is_refused_in_the_words_of_the_api(page):
    page.goto(PAGE)
    choose(page, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("The file is a picture, whatever its name ends in.")
    expect(refusal).to_contain_text("Send an Excel workbook")
    expect(refusal).to_contain_text("Nothing of picture.png was stored.")


def test_sales_that_seem_not_to_have_been_sent_yet_are_told_with_the_days_and_the_stores(page, published):
    stats = read(page, "/stats")
    usual = {"products": 1, "usual_products": 45}
    late = [{"name": f"Store {number}", "last_day": "2026-02-10"} for number in range(7)]
    stats["forecasts"]["gaps"] |= {
        "partial": {"since": "2026-02-20", "steps": 9, **usual},
        "late_stores": late,
    }
    page.route(f"**{API}/stats*", lambda route: route.fulfill(body=json.dumps(stats)))
    page.goto(PAGE)
    expect(page.get_by_text("Since Feb 20, 2026 only a part of the sales seems to be there")).to_be_visible()
    expect(page.get_by_text("Products that sold something: 1, where 45 are usual.")).to_be_visible()
    expect(page.get_by_text("7 stores seem not to have sent the newest sales")).to_be_visible()
    expect(page.get_by_text("Store 4 after Feb 10, 2026, and 2 more", exact=False)).to_be_visible()


def test_before_the_first_upload_the_page_says_what_to_do(page):
    stats = {"data": NO_DATA, "forecasts": None, "accuracy": {}}
    page.route(f"**{API}/stats*", lambda route: route.fulfill(body=json.dumps(stats)))
    page.route("**/dagRuns?*", lambda route: route.fulfill(body=json.dumps({"dag_runs": []})))
    page.goto(PAGE)
    expect(page.get_by_text("No sales yet")).to_be_visible()
    expect(page.get_by_text("Upload a workbook above")).to_be_visible()
    page.get_by_label("Drop a workbook").focus()
    expect(page.get_by_label("Drop a workbook")).to_be_focused()


def test_a_planner_whose_session_ended_is_told_to_log_in_again(page, context, published):
    page.goto(f"{PAGE}?product={published.product}")
    expect(page.get_by_role("img", name=re.compile(published.product))).to_be_visible()
    context.clear_cookies()
    page.get_by_label("Search products").fill("a")
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended.")
    address = page.get_by_role("link", name="Log in again").get_attribute("href")
    assert "next=" in address


@pytest.mark.usefixtures("published")
def test_a_planner_sends_the_calendar_and_sees_what_lies_ahead_or_which_cell_is_wrong(page):
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    ahead, past = last_day + timedelta(days=10), last_day - timedelta(days=10)
    header = "First Day,Last Day,Event,Product Name,Unit Price"
    calendar = page.get_by_role("region", name="Known ahead", exact=True)
    sent = page.get_by_label("Workbook of the calendar")

    def send(*rows: str) -> None:
        content = "\n".join((header, *rows)).encode()
        sent.set_input_files([{"name": "plan.csv", "mimeType": "text/csv", "buffer": content}])

    page.goto(PAGE)
    expect(calendar).to_contain_text("No promotion, event or planned price is known ahead.")
    with page.expect_download() as download:
        calendar.get_by_role("link", name="Get it as a workbook").click()
    assert download.value.suggested_filename == "foresail-calendar.xlsx"

    send(f"{ahead},soon,Spring fair,,")
    expect(calendar.get_by_role("alert")).to_contain_text("Nothing was changed.")
    expect(calendar.get_by_role("table", name="Findings cell by cell")).to_contain_text("B2")

    send(f"{ahead},,Spring fair,,", f"{past},,Autumn fair,,")
    expect(calendar.get_by_text("The calendar has 2 entries now")).to_be_visible()
    table = calendar.get_by_role("table", name="What is known ahead")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Spring fair")
    expect(calendar).to_contain_text("1 of 1 ahead.")

    send()
    expect(calendar).to_contain_text("No promotion, event or planned price is known ahead.")
