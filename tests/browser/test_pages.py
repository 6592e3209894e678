"""The pages by their addresses: opened directly, turned to by keyboard, gone back to."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import API, ROOT, go, read

NO_DATA = {
    "first_day": None,
    "last_day": None,
    "rows": 0,
    "products": 0,
    "stores": 0,
    "data_version": 0,
    "last_upload_at": None,
}
# What each page shows only where it does its job: a role and a name.
JOBS = {
    "overview": ("region", "Needs you today"),
    "upload": ("region", "Recent uploads"),
    "forecasts": ("table", "Products with forecasts"),
    "accuracy": ("table", "Methods of the model in use"),
    "calendar": ("region", "Known in advance"),
    "schedules": ("button", "Set a schedule|Edit the schedule"),
    "notifications": ("form", "Add a subscriber"),
    "settings": ("table", "Settings"),
}
TITLES = {name: name.capitalize() for name in JOBS} | {"settings": "Settings and help"}


def heading(page: Page, title: str) -> Locator:
    return page.get_by_role("heading", level=1, name=title, exact=True)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", JOBS)
def test_a_page_opens_at_its_address_and_does_its_job(page, name):
    go(page, name)
    role, words = JOBS[name]
    expect(page.get_by_role(role, name=re.compile(words)).first).to_be_visible()
    expect(heading(page, TITLES[name])).to_be_visible()
    links = page.get_by_role("navigation", name="Foresail")
    assert links.get_by_role("link").all_inner_texts() == list(TITLES.values())
    expect(links.locator("[aria-current=page]")).to_have_text(TITLES[name])
    assert page.title().startswith(f"{TITLES[name]} - ")


def test_the_pages_are_in_the_language_of_airflow_with_its_numbers(page, published):
    page.add_init_script("localStorage.setItem('i18nextLng', 'de')")
    sentences = []
    page.on("response", lambda answer: sentences.append(answer) if answer.url.endswith("/de.json") else None)
    go(page, "overview")
    expect(heading(page, "Übersicht")).to_be_visible()
    rows = read(page, "/stats")["data"]["rows"]
    expect(page.get_by_text(f"{rows:,}".replace(",", "."), exact=True)).to_be_visible()
    page.get_by_role("navigation", name="Foresail").get_by_role("link", name="Upload").click()
    expect(page.get_by_role("heading", level=2, name="Verkäufe hochladen")).to_be_visible()
    go(page, f"forecasts?search={published.product}")
    expect(heading(page, "Prognosen")).to_be_visible()
    expect(page.get_by_role("link", name=published.product, exact=True)).to_be_visible()
    (row,) = read(page, f"/forecasts/products?search={published.product}")["products"][:1]
    written = f"{row['units_next']:,.1f}".translate(str.maketrans(",.", ".,"))
    expect(page.get_by_role("cell", name=written, exact=True).first).to_be_visible()
    assert {answer.header_value("cache-control") for answer in sentences} == {
        "private, max-age=31536000, immutable"
    }


def test_the_settings_are_not_offered_to_who_may_not_change_them(page):
    refused = {"code": "not-allowed", "message": "Your role does not allow this.", "hint": "Ask.", "id": "1"}
    page.route(f"**{API}/settings*", lambda route: route.fulfill(status=403, json=refused))
    go(page, "settings")
    expect(page.get_by_role("region", name="Glossary").get_by_text("Stock-out")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("region", name="Settings")).to_have_count(0)


@pytest.mark.usefixtures("published")
def test_a_page_begins_anew_in_the_language_that_airflow_is_turned_to(page):
    go(page, "accuracy")
    expect(heading(page, "Accuracy")).to_be_visible()
    page.evaluate("localStorage.setItem('i18nextLng', 'fr'); document.documentElement.lang = 'fr'")
    expect(heading(page, "Précision")).to_be_visible()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "/overview"),
        ("?product=Tea&store=North", r"/forecasts\?product=Tea&store=North"),
        ("?upload={upload}", r"/upload\?upload={upload}"),
        ("?product=Tea&upload={upload}", r"/upload\?upload={upload}"),
    ],
)
def test_an_old_address_leads_to_the_page_that_shows_the_same(page, published, old, new):
    upload = published.upload["id"]
    page.goto("/dags")
    page.goto(ROOT + old.format(upload=upload))
    expect(page).to_have_url(re.compile(f"{ROOT}{new.format(upload=upload)}$"))
    # The old address is not in the way back.
    page.go_back()
    expect(page).to_have_url(re.compile("/dags"))


@pytest.mark.usefixtures("published")
def test_back_and_forward_go_through_pages_and_what_was_shown_on_them(page):
    go(page, "forecasts?product=Tea")
    expect(page.get_by_role("img", name=re.compile("^Tea:"))).to_be_visible()
    page.get_by_role("navigation", name="Products").get_by_role("link", name="Coffee").click()
    expect(page.get_by_role("img", name=re.compile("^Coffee:"))).to_be_visible()
    page.get_by_label("Store", exact=True).select_option("North")
    expect(page.get_by_role("img", name=re.compile("^Coffee in North:"))).to_be_visible()
    page.get_by_role("link", name="Schedules").click()
    expect(heading(page, "Schedules")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("img", name=re.compile("^Coffee in North:"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("img", name=re.compile("^Coffee:"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("img", name=re.compile("^Tea:"))).to_be_visible()
    page.go_forward()
    page.go_forward()
    page.go_forward()
    expect(heading(page, "Schedules")).to_be_visible()


@pytest.mark.usefixtures("published")
def test_pages_are_turned_to_by_keyboard_and_begin_at_their_title(page):
    go(page, "overview")
    page.get_by_role("navigation", name="Foresail").get_by_role("link", name="Overview").focus()
    for name in list(JOBS)[1:]:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=TITLES[name], exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(heading(page, TITLES[name])).to_be_focused()
        page.get_by_role("link", name=TITLES[name], exact=True).focus()


def test_an_address_without_a_page_says_so_and_leads_on(page):
    go(page, "nowhere")
    expect(heading(page, "There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to the overview").click()
    expect(heading(page, "Overview")).to_be_focused()


@pytest.mark.usefixtures("published")
def test_the_products_whose_forecast_changed_most_lead_to_their_forecasts(page):
    told = read(page, "/forecasts/products?limit=3")
    for row, change in zip(told["products"], (12.5, -3, 0), strict=True):
        row["moved"] = change
    page.route(f"**{API}/forecasts/products?*", lambda route: route.fulfill(body=json.dumps(told)))
    go(page, "overview")
    table = page.get_by_role("table", name="Products whose forecast changed most")
    expect(table).to_be_visible()
    rows = [row.split("\t") for row in table.get_by_role("row").all_inner_texts()[1:]]
    assert [(row[0], row[2]) for row in rows] == [("Coffee", "+12.5"), ("Rye Bread", "-3.0")]
    table.get_by_role("link").first.click()
    expect(page.get_by_role("img", name=re.compile("^Coffee:"))).to_be_visible()


@pytest.mark.usefixtures("published")
def test_a_method_is_shown_as_planners_read_it_with_the_name_of_the_code(page):
    told = read(page, "/forecasts?product=Tea")
    told["forecasts"][0] |= {"method": "67 % boosted", "method_label": "gradient boosting 67 %"}
    page.route(f"**{API}/forecasts?*", lambda route: route.fulfill(body=json.dumps(told)))
    go(page, "forecasts?product=Tea")
    page.get_by_role("button", name="How it was made").click()
    expect(page.get_by_text("gradient boosting 67 %", exact=True)).to_be_visible()
    expect(page.get_by_text("67 % boosted", exact=True)).to_be_visible()


def test_sales_that_seem_not_to_have_been_sent_yet_are_told_with_the_days_and_the_stores(page, published):
    gaps = read(page, "/stats")["forecasts"]["gaps"]
    usual = {"products": 1, "usual_products": 45}
    late = [{"name": f"Store {number}", "last_day": "2026-02-10"} for number in range(7)]
    gaps |= {"partial": {"since": "2026-02-20", "steps": 9, **usual}, "late_stores": late}
    item = {"kind": "sales-missing", "severity": "warning", "step": "day", "gaps": gaps}
    told = {"total": 1, "items": [item]}
    page.route(f"**{API}/attention*", lambda route: route.fulfill(body=json.dumps(told)))
    go(page, "overview")
    expect(page.get_by_text("Only part of the sales since Feb 20, 2026 seems to be here")).to_be_visible()
    expect(page.get_by_text("Products with sales: 1, where 45 is usual.")).to_be_visible()
    expect(page.get_by_text("7 stores do not seem to have sent the latest sales")).to_be_visible()
    expect(page.get_by_text("Store 4 after Feb 10, 2026, and 2 more", exact=False)).to_be_visible()


@pytest.mark.parametrize("name", ["overview", "forecasts", "accuracy", "calendar"])
def test_before_the_first_upload_a_page_says_what_to_do(page, name):
    stats = {"data": NO_DATA, "forecasts": None, "accuracy": {}}
    page.route(f"**{API}/stats*", lambda route: route.fulfill(body=json.dumps(stats)))
    page.route(
        f"**{API}/uploads?*", lambda route: route.fulfill(body=json.dumps({"total": 0, "uploads": []}))
    )
    go(page, name)
    expect(page.get_by_text("No sales yet")).to_be_visible()
    page.get_by_role("link", name="Upload a workbook").press("Enter")
    expect(page.get_by_role("heading", name="Upload", exact=True)).to_be_focused()
    page.get_by_label("Drop a workbook").focus()
    expect(page.get_by_label("Drop a workbook")).to_be_focused()
