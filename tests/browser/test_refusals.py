"""What planners answer about a file on the page: what its numbers and letters mean, which column, which year."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acting import choose, go, read
from tests.browser.test_upload_flow import (
    HEADER,
    check_of,
    csv,
    days_before,
    expect_published,
    expect_waiting,
    figure,
    report_of,
    turn_on_check,
)
from tests.factories import DAY

pytestmark = pytest.mark.usefixtures("published")


def check(page: Page, name: str, content: bytes) -> Locator:
    """Send a file to be checked only, which is refused; the refusal."""
    go(page, "upload")
    turn_on_check(page)
    choose(page, name, content)
    refusal = page.get_by_role("group", name="The file was refused")
    expect(refusal).to_be_focused()
    return refusal


def test_numbers_that_can_be_read_two_ways_are_decided_by_a_button_in_words(page):
    rows = ["2024-01-02;Tea;1,253", "2024-01-03;Tea;2,375"]
    refusal = check(page, "numbers.csv", csv("Date;Product Name;Quantity", *rows))
    expect(refusal).to_contain_text("What does 1,253 mean?")
    refusal.get_by_role("button", name="One point two five three (1.253)").is_visible()
    refusal.get_by_role("button", name="One thousand two hundred and fifty-three (1253)").click()
    checked = check_of(page, "numbers.csv")
    expect(
        checked.get_by_text("Numbers were read with a decimal point, like 1,250.5, as you said.")
    ).to_be_visible()


def test_letters_that_can_be_read_several_ways_are_decided_by_how_a_name_is_spelled(page):
    content = csv("Date,Product Name,Quantity", "2024-01-02,Ką,3").decode().encode("cp1250")
    refusal = check(page, "letters.csv", content)
    expect(refusal.get_by_role("button", name="Western European (Mac): Kπ")).to_be_visible()
    refusal.get_by_role("button", name="Central European: Ką").click()
    checked = check_of(page, "letters.csv")
    expect(checked.get_by_text("as Central European (cp1250) text, separated by commas")).to_be_visible()
    expect(checked.get_by_label("What Ką is")).to_be_visible()


def test_of_two_columns_with_one_name_one_is_chosen_by_a_button(page):
    rows = [f"2024-01-0{day},Tea,{day},{10 * day}" for day in range(1, 6)]
    refusal = check(page, "twice.csv", csv("Date,Product Name,Quantity,Quantity", *rows))
    expect(refusal.get_by_label("Product Name")).to_have_value("Product Name")
    refusal.get_by_role("button", name="Column D: 10, 20, 30, …").click()
    checked = check_of(page, "twice.csv")
    expect(checked.get_by_role("table", name="How the columns were read")).to_contain_text(
        "Quantity (column D)"
    )


def test_a_column_per_month_needs_only_its_measure_or_its_year_or_its_product(page):
    months = ["Product,Jan 2024,,Feb 2024,", ",Gross,Net,Gross,Net", "Tea,3,4,5,6", "Cola,1,2,3,4"]
    refusal = check(page, "measures.csv", csv(*months))
    expect(refusal.get_by_role("form")).to_have_count(0)
    refusal.get_by_role("button", name="Net", exact=True).click()
    checked = check_of(page, "measures.csv")
    expect(checked.get_by_text("It has a column per month")).to_be_visible()

    year = str(days_before(page, 1)[0].year - 1)
    refusal = check(page, "year.csv", csv("Product,Jan,Feb,Mar", "Tea,3,4,5", "Cola,1,2,3"))
    expect(refusal.get_by_role("form")).to_have_count(0)
    refusal.get_by_role("button", name=year).click()
    checked = check_of(page, "year.csv")
    expect(figure(checked, "First day")).to_have_text(f"Jan 1, {year}")

    refusal = check(page, "codes.csv", csv("Code,Other,Jan 2024,Feb 2024", "100,7,3,4", "200,8,1,2"))
    expect(refusal.get_by_label("Quantity")).to_have_count(0)
    rows = refusal.get_by_role("table", name="First rows of sheet csv").get_by_role("row")
    expect(rows.first).not_to_contain_text("Product Name")
    refusal.get_by_label("Product Name").select_option("Code")
    expect(rows.first).to_have_text("RowAProduct NameBCD")
    expect(rows.nth(2)).to_have_text("2100734")
    refusal.get_by_role("button", name="Check it with these columns").click()
    checked = check_of(page, "codes.csv")
    expect(figure(checked, "Accepted")).to_have_text(re.compile("^4"))
    lines = checked.get_by_role("table", name="Sales read from these rows").get_by_role("row")
    expect(lines.nth(1)).to_have_text(re.compile("^C2Jan 1, 2024100"))
    checked.get_by_role("form").get_by_label("Product Name").select_option("Other")
    checked.get_by_role("button", name="Check it again").click()
    expect(lines.nth(1)).to_have_text(re.compile("^C2Jan 1, 20247"))


def test_a_calendar_whose_letters_can_be_read_several_ways_is_decided_by_a_button(page):
    day = DAY + timedelta(days=400)
    content = f"First Day,Last Day,Event\n{day},{day},Ką".encode("cp1250")
    go(page, "calendar")
    files = [{"name": "calendar.csv", "mimeType": "text/csv", "buffer": content}]
    page.get_by_label("Workbook of the calendar").set_input_files(files)
    page.get_by_role("button", name="Central European: Ką").click()
    expect(page.get_by_text("The calendar has 1 entry now")).to_be_visible()
    expect(page.get_by_role("table", name="What is known in advance")).to_contain_text("Ką")


def test_a_quantity_far_above_the_usual_waits_is_left_out_and_the_upload_goes_on(page):
    days = days_before(page, 10)
    rows = [f"{day},Tea,{3 + number % 2},far-{day}" for number, day in enumerate(days)]
    before = read(page, "/stats")["data"]["rows"]
    go(page, "upload")
    choose(page, "far.csv", csv(HEADER, *rows, f"{days[0]},Tea,90000,far-out"))
    report = report_of(page, "far.csv")
    expect_waiting(report)
    table = report.get_by_role("table", name="Unusual quantities")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table).to_contain_text("C12")
    expect(report.get_by_label("What 90,000 of Tea is")).to_have_value("keep")
    report.get_by_role("button", name="Leave all out").click()
    expect(report.get_by_label("What 90,000 of Tea is")).to_have_value("drop")
    report.get_by_role("button", name="Save the answers about quantities").click()

    decided = report.get_by_role("table", name="What was answered about unusual quantities")
    expect(decided.get_by_role("row", name=re.compile("Tea .* 90,000 Left out admin"))).to_be_visible()
    expect_published(report)
    assert read(page, "/stats")["data"]["rows"] == before + 10
