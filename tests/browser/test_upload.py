"""How a workbook is dropped or refused on the page Upload."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.acting import API, PUBLISHED_MS, choose, drop, go, read, sales_of


@pytest.mark.usefixtures("published")
def test_a_planner_drops_a_workbook_and_sees_its_forecasts_in_a_chart(page):
    last_day = date.fromisoformat(read(page, "/stats")["data"]["last_day"])
    go(page, "upload")
    drop(page, "soup.csv", sales_of("Pumpkin Soup", last_day))

    report = page.get_by_role("region", name=re.compile(r"Upload \d+: soup.csv"))
    expect(report.get_by_text("68", exact=True)).to_be_visible()
    expect(report.get_by_role("table", name="How the columns were read")).to_contain_text("Product Name")
    counted = report.get_by_role("table", name="Findings counted by kind")
    expect(counted.get_by_role("row", name="Write it as year-month-day")).to_contain_text("12")
    cells = report.get_by_role("table", name="Findings cell by cell")
    expect(cells.get_by_role("row").nth(1)).to_contain_text("A58")
    cells.get_by_role("button", name="A58: show it in the sheet").click()
    expect(report.get_by_role("heading", name="Cell A58 of sheet csv")).to_be_focused()
    around = report.get_by_role("table", name="Cell A58 of sheet csv").get_by_role("row")
    expect(around.filter(has_text="58")).to_contain_text("soon (")
    expect(around).to_have_count(10)
    report.get_by_role("button", name="Close", exact=True).click()
    expect(cells.get_by_role("button", name="A58: show it in the sheet")).to_be_focused()
    report.get_by_role("button", name="Show 2 more").click()
    expect(cells.get_by_role("row")).to_have_count(13)

    report.get_by_role("button", name="All are new").click()
    report.get_by_role("button", name="Save the answers").click()
    expect(report.get_by_text("The forecasts are published")).to_be_visible(timeout=PUBLISHED_MS)
    expect(page).to_have_url(re.compile(r"/upload\?upload=\d+"))
    run = report.get_by_role("link", name="Open the run of Predict").get_attribute("href")
    assert re.search(r"/dags/foresail_predict/runs/.+", run)

    report.get_by_role("link", name="See the forecasts of your products").click()
    page.get_by_label("Search products").fill("pumpkin")
    expect(page).to_have_url(re.compile("search=pumpkin"))
    page.get_by_role("link", name="Pumpkin Soup").click()
    expect(page).to_have_url(re.compile(r"/forecasts\?search=pumpkin&product=Pumpkin(\+|%20)Soup"))
    expect(page.get_by_role("img", name=re.compile("Pumpkin Soup"))).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Search products")).to_have_value("pumpkin")


def test_a_picture_is_refused_in_the_words_of_the_api(page):
    go(page, "upload")
    choose(page, "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("The file is a picture, whatever its name ends in.")
    expect(refusal).to_contain_text("Send an Excel workbook")
    expect(refusal).to_contain_text("Nothing from picture.png was stored.")


@pytest.mark.usefixtures("published")
def test_all_uploads_are_listed_filtered_and_lead_to_their_report_workbook_and_undo(page):
    (newest,) = read(page, "/uploads?limit=1")["uploads"]
    total = read(page, "/uploads?limit=1")["total"]
    go(page, "upload")
    page.get_by_role("link", name=f"All uploads ({total})").click()
    expect(page).to_have_url(re.compile(r"/upload\?list=all$"))
    uploads = page.get_by_role("region", name="All uploads")
    expect(uploads.get_by_role("heading", name="All uploads")).to_be_focused()
    rows = uploads.get_by_role("table", name="All uploads").get_by_role("row")
    expect(rows).to_have_count(min(total, 50) + 1)
    expect(rows.nth(1)).to_contain_text(newest["file_name"])
    expect(rows.nth(1)).to_contain_text(newest["uploaded_by"])
    with page.expect_download() as download:
        rows.nth(1).get_by_role("link", name=re.compile("bad cells marked")).click()
    assert "-marked." in download.value.suggested_filename

    rows.nth(1).get_by_role("button", name=re.compile("^Withdraw: ")).click()
    expect(rows.nth(1)).to_contain_text("would be taken out")
    rows.nth(1).get_by_role("button", name="No", exact=True).click()

    uploads.get_by_label("State").select_option(label="Withdrawn")
    expect(page).to_have_url(re.compile("status=withdrawn"))
    withdrawn = read(page, "/uploads?status=withdrawn&limit=1")["total"]
    expect(uploads.get_by_role("status")).to_contain_text(
        f"of {withdrawn}" if withdrawn else "No upload is like that."
    )
    page.go_back()
    uploads.get_by_label("Search uploads").fill(newest["file_name"])
    expect(page).to_have_url(re.compile("search="))
    rows.nth(1).get_by_role("link", name=f"Upload {newest['id']}", exact=True).click()
    report = page.get_by_role("heading", name=re.compile(rf"Upload {newest['id']}: "))
    expect(report).to_be_focused()


@pytest.mark.usefixtures("published")
def test_a_long_list_of_uploads_is_turned_a_page_at_a_time(page):
    (newest,) = read(page, "/uploads?limit=1")["uploads"]

    def answer(route) -> None:
        first = int(re.search(r"offset=(\d+)", route.request.url)[1])
        numbers = range(first, min(first + 50, 120))
        found = [newest | {"id": 1000 - number} for number in numbers]
        route.fulfill(json={"total": 120, "uploads": found})

    page.route(re.compile(r"/uploads\?.*offset="), answer)
    go(page, "upload?list=all")
    uploads = page.get_by_role("region", name="All uploads")
    expect(uploads.get_by_role("status")).to_have_text("1 to 50 of 120")
    expect(uploads.get_by_role("link", name="← Newer")).to_have_count(0)
    uploads.get_by_role("link", name="Older →").click()
    expect(uploads.get_by_role("status")).to_have_text("51 to 100 of 120")
    uploads.get_by_role("link", name="Older →").click()
    expect(uploads.get_by_role("status")).to_have_text("101 to 120 of 120")
    expect(page).to_have_url(re.compile("page=3"))
    expect(uploads.get_by_role("link", name="Older →")).to_have_count(0)
    page.go_back()
    expect(uploads.get_by_role("status")).to_have_text("51 to 100 of 120")


def test_the_cells_of_a_report_are_narrowed_to_one_kind_of_finding(page, published):
    number = published.upload["id"]
    (real,) = read(page, f"/uploads/{number}/findings?limit=1")["findings"]
    assert read(page, f"/uploads/{number}/findings?code={real['code']}&limit=1")["findings"] == [real]
    assert read(page, f"/uploads/{number}/findings?code=no-such-code")["total"] == 0
    other = real | {"code": "not-a-date", "message": "The date cannot be read.", "cell": "A9"}
    told = read(page, f"/uploads/{number}")
    told["report"]["findings"] = {real["code"]: 1, other["code"]: 1}

    def answer(route) -> None:
        code = re.search(r"code=([\w-]+)", route.request.url)
        found = [one for one in (real, other) if code is None or one["code"] == code[1]]
        route.fulfill(json={"total": len(found), "findings": found})

    page.route(re.compile(rf"/uploads/{number}\??$"), lambda route: route.fulfill(json=told))
    page.route(re.compile(rf"/uploads/{number}/findings"), answer)
    go(page, f"upload?upload={number}")
    report = page.get_by_role("region", name=re.compile(rf"Upload {number}: "))
    cells = report.get_by_role("table", name="Findings cell by cell").get_by_role("row")
    expect(cells).to_have_count(3)
    report.get_by_label("Kind of finding").select_option(value=other["code"])
    expect(cells).to_have_count(2)
    expect(cells.nth(1)).to_contain_text("A9")
    kinds = report.get_by_role("table", name="Findings counted by kind").get_by_role("row")
    expect(kinds).to_have_count(3)
    report.get_by_label("Kind of finding").select_option(label="Every kind")
    expect(cells).to_have_count(3)


@pytest.mark.usefixtures("published")
def test_a_question_about_an_upload_stays_with_it_when_a_newer_one_comes_above_it(page):
    (known,) = read(page, "/uploads?limit=1")["uploads"]
    nobody = dict.fromkeys(("withdrawn_at", "withdrawn_by", "erased_at", "erased_by"))
    listed = [{**known, **nobody, "id": number, "file_name": f"{number}.csv"} for number in (8, 7)]
    changes = {
        "upload_id": 7,
        "lines_removed": 1,
        "lines_returning": 0,
        "uploads_returning": [],
        "months": [],
    }
    page.route(
        f"**{API}/uploads?*", lambda route: route.fulfill(json={"total": len(listed), "uploads": listed})
    )
    page.route(re.compile(f"{API}/uploads/7/withdrawal"), lambda route: route.fulfill(json=changes))
    go(page, "upload?list=all")
    page.get_by_role("button", name="Withdraw: 7.csv").click()
    question = page.get_by_role("group", name=re.compile("^Withdraw: "))
    expect(question).to_contain_text("1 row would be taken out")
    listed.insert(0, {**listed[0], "id": 9, "file_name": "9.csv"})
    page.get_by_label("Search uploads").fill("csv")
    expect(page.get_by_role("link", name="Upload 9", exact=True)).to_be_visible()
    expect(question).to_have_accessible_name("Withdraw: 7.csv")
