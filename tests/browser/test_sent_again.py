"""A file sent again on the page: what it would replace is shown and chosen, and it can be withdrawn."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.acting import choose, go, read
from tests.browser.test_upload_flow import check_of, csv, expect_stored, report_of, turn_on_check
from tests.factories import DAY


def sales(more=0):
    days = [DAY - timedelta(days=300 - number) for number in range(12)]
    rows = [f"{day},Tea,{5 + number % 3 + (more if number == 4 else 0)}" for number, day in enumerate(days)]
    return csv("Date,Product Name,Quantity", *rows)


def test_a_corrected_copy_is_recognised_another_way_is_chosen_and_it_is_withdrawn_then_erased(
    page, published
):
    assert published
    go(page, "upload")
    choose(page, "till.csv", sales())
    expect_stored(report_of(page, "till.csv"))
    before = read(page, "/stats")["data"]["rows"]

    turn_on_check(page)
    choose(page, "corrected.csv", sales(more=3))
    check = check_of(page, "corrected.csv")
    expect(check.get_by_text("92% of its rows are stored already")).to_be_visible()
    expect(check.get_by_role("radio", name=re.compile("Replace all sales of its days"))).to_be_checked()
    check.get_by_text("Add it to what is stored").click()
    expect(check.get_by_role("radio", name=re.compile("Add it to what is stored"))).to_be_checked()
    check.get_by_role("button", name="Upload it now").click()
    report = report_of(page, "corrected.csv")
    expect_stored(report)
    expect(report.get_by_text("add it to what is stored, as you said")).to_be_visible()
    assert read(page, "/stats")["data"]["rows"] == before + 12

    report.get_by_role("button", name=re.compile("Withdraw this upload")).click()
    expect(report.get_by_text("12 rows would be taken out")).to_be_visible(timeout=30_000)
    report.get_by_role("button", name="Yes, withdraw this upload").click()
    expect(report.get_by_text("Withdrawn by admin")).to_be_visible(timeout=120_000)
    assert read(page, "/stats")["data"]["rows"] == before

    report.get_by_role("button", name=re.compile("Erase the file")).click()
    yes = report.get_by_role("button", name="Yes, erase the file")
    expect(yes).to_be_disabled()
    report.get_by_label("Reason, for the audit log").fill("It held the names of customers.")
    yes.click()
    expect(report.get_by_text("The file was erased by admin")).to_be_visible()
