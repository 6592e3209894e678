"""How subscribers are listed, added and removed on the page Notifications."""

import json
import re

from playwright.sync_api import expect

from tests.browser.acting import API, go, read

ADDRESS = "night.shift@example.com"


def emails(page) -> set[str]:
    return {told["email"] for told in read(page, "/subscribers?limit=1000")["subscribers"]}


def test_a_subscriber_is_added_found_and_removed(page):
    go(page, "notifications")
    form = page.get_by_role("form", name="Add a subscriber")
    form.get_by_label("Email address").fill(ADDRESS)
    form.get_by_label("Email address").press("Enter")
    expect(page.get_by_text(f"{ADDRESS} gets the next email")).to_be_visible()
    expect(form.get_by_label("Email address")).to_have_value("")
    assert ADDRESS in emails(page)

    page.get_by_label("Search subscribers").fill("night")
    rows = page.get_by_role("table", name="Subscribers").get_by_role("row")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("admin")
    page.get_by_role("button", name=f"Change: {ADDRESS}").click()
    form = page.get_by_role("form", name=f"Change {ADDRESS}")
    form.get_by_label("A run has failed").check()
    form.get_by_label("Dates and numbers").select_option(label="German")
    form.get_by_role("textbox", name="Products").fill("Tea; Rye Bread")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Saved what {ADDRESS} gets")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("A run has failed (forecasts of Tea, Rye Bread)")
    [told] = [told for told in read(page, "/subscribers")["subscribers"] if told["email"] == ADDRESS]
    assert (told["events"], told["language"]) == (["published", "failed"], "de")
    page.get_by_role("button", name=f"Remove: {ADDRESS}").click()
    expect(page.get_by_role("button", name="No", exact=True)).to_be_focused()
    page.get_by_role("button", name="Yes, remove").click()
    expect(page.get_by_text(f"{ADDRESS} gets no more emails")).to_be_visible()
    expect(page.get_by_text("No address contains “night”.")).to_be_visible()
    assert ADDRESS not in emails(page)


def test_what_is_not_an_address_is_refused_in_the_words_of_the_api(page):
    answer = page.request.post(
        f"{API}/subscribers", data={"email": "nobody"}, headers={"Sec-Fetch-Site": "same-origin"}
    ).json()
    go(page, "notifications")
    page.get_by_label("Email address").fill("nobody")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(answer["message"])
    expect(page.get_by_label("Email address")).to_have_value("nobody")


def test_where_nobody_is_notified_the_page_says_what_to_do(page):
    nobody = {"total": 0, "subscribers": []}
    page.route(re.compile(f"{API}/subscribers"), lambda route: route.fulfill(body=json.dumps(nobody)))
    go(page, "notifications")
    expect(page.get_by_text("Nobody is notified yet")).to_be_visible()


def test_a_user_who_may_not_read_subscribers_is_told_in_the_words_of_the_api(page):
    words = {
        "code": "not-allowed",
        "message": "Your role does not allow this.",
        "hint": "Ask for it.",
        "id": "1",
    }
    page.route(
        re.compile(f"{API}/subscribers"), lambda route: route.fulfill(status=403, body=json.dumps(words))
    )
    go(page, "notifications")
    expect(page.get_by_role("alert")).to_contain_text("Your role does not allow this.")


def test_an_address_that_the_mail_server_refuses_is_told_and_sent_to_again(page):
    gone = {
        "id": "1", "email": ADDRESS, "added_by": "admin", "added_at": "2026-11-01T08:00:00+00:00", "refusals": 5,
        "stopped_at": "2026-11-20T08:00:00+00:00", "events": ["published"], "language": "en",
        "products": [], "categories": [], "stores": [], "producers": [],
    }  # fmt: skip
    asked = []
    page.route(
        re.compile(rf"{API}/subscribers\?"),
        lambda route: route.fulfill(json={"total": 1, "subscribers": [gone]}),
    )
    page.route(
        f"**{API}/subscribers/1",
        lambda route: (asked.append(route.request.post_data_json), route.fulfill(json=gone)),
    )
    go(page, "notifications")
    row = page.get_by_role("table", name="Subscribers").get_by_role("row").nth(1)
    expect(row).to_contain_text(re.compile("No emails since Nov 20, 2026.*refused this address 5 times"))
    page.get_by_role("button", name=f"Send again: {ADDRESS}").click()
    page.get_by_role("button", name="Yes, send again").click()
    expect(page.get_by_text(f"{ADDRESS} gets the next email")).to_be_visible()
    assert (asked[0]["email"], asked[0]["events"]) == (ADDRESS, ["published"])


def test_the_email_about_new_forecasts_is_shown_as_it_would_be_and_nothing_is_sent(page, published):
    before = read(page, "/subscribers?limit=1000")
    go(page, "notifications")
    page.get_by_role("textbox", name="Products").fill(published.product)
    page.get_by_label("Dates and numbers").select_option(label="German")
    page.get_by_role("button", name="Preview the email").click()
    preview = page.get_by_role("region", name="Email about new forecasts")
    expect(preview.get_by_role("heading")).to_be_focused()
    expect(preview.get_by_text(re.compile("Foresail: new forecasts for 1 product"))).to_be_visible()
    frame = preview.locator("iframe")
    assert frame.get_attribute("sandbox") == ""
    mail = frame.content_frame
    expect(mail.get_by_role("table")).to_contain_text(published.product)
    picture = mail.get_by_role("img", name=f"Sales and forecast of {published.product}")
    expect(picture).to_have_js_property("complete", True)
    assert picture.get_attribute("src").startswith("data:image/png;base64,")
    assert page.request.get(f"{API}/subscribers/preview?language=xx").status == 422
    preview.get_by_role("button", name="Close the preview").click()
    expect(preview).to_have_count(0)
    assert read(page, "/subscribers?limit=1000") == before


def test_before_the_first_forecasts_the_preview_says_what_to_do(page):
    none = {
        "code": "nothing-to-forecast",
        "message": "No forecasts are published.",
        "hint": "Run.",
        "id": "1",
    }
    page.route(f"**{API}/subscribers/preview*", lambda route: route.fulfill(status=409, json=none))
    go(page, "notifications")
    page.get_by_role("button", name="Preview the email").click()
    expect(page.get_by_text("No forecasts are published yet")).to_be_visible()
