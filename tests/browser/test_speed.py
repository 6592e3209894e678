"""The pages keep up with the hand: frames a second while a planner scrolls all products and moves a long history."""

import json
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.acting import API, ROOT, go, read, show_many

MANY = 50_000
FRAMES_MIN = 50
# Moves something by a step each frame for two seconds; what the browser could not draw in time is no frame.
MEASURE = """
([name, source]) => new Promise((done) => {
  const step = new Function("element", "frame", source);
  const element = document.querySelector(name);
  let frames = 0;
  const start = performance.now();
  const tick = (now) => {
    if (now - start > 2000) return done(frames / ((now - start) / 1000));
    step(element, frames);
    frames += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})
"""


def frames(page, name, source):
    """The best of some tries, until it is enough: the machine is shared with other tests."""
    best = 0
    for _ in range(6):
        best = max(best, page.evaluate(MEASURE, [name, source]))
        if best >= FRAMES_MIN:
            break
    return best


@pytest.mark.usefixtures("published")
def test_fifty_thousand_products_scroll_at_fifty_frames_a_second(page):
    show_many(page, MANY)
    go(page, "forecasts")
    expect(page.get_by_role("link", name="Product 3", exact=True)).to_be_visible()
    table = "[role=table][aria-label='Products with forecasts']"
    assert frames(page, table, "element.scrollTop += 60") >= FRAMES_MIN


def test_five_years_of_days_pan_at_fifty_frames_a_second(page, published):
    sales = read(page, f"/sales?product={published.product}")
    last = date.fromisoformat(sales["days"][-1]["day"])
    sales["days"] = [
        {
            "day": str(last - timedelta(days=ago)),
            "quantity": 5 + ago * 7919 % 13,
            "returned": 0,
            "stock": None,
        }
        for ago in reversed(range(5 * 365))
    ]
    page.route(f"**{API}/sales?*", lambda route: route.fulfill(body=json.dumps(sales)))
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    page.get_by_role("button", name="1 year").click()
    first = page.get_by_role("slider", name="The first day shown")
    shown = first.get_attribute("aria-valuetext")
    first.scroll_into_view_if_needed()
    box = first.locator("xpath=preceding-sibling::div[1]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    drag = (
        "const send = (x) => element.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerId: 1,"
        f" clientX: {box['x'] + box['width'] / 2} - x, clientY: {box['y'] + 5} }})); send(frame % 300);"
    )
    name = "div:has(+ [role=slider][aria-label='The first day shown'])"
    assert frames(page, name, drag) >= FRAMES_MIN
    expect(first).not_to_have_attribute("aria-valuetext", shown)
    page.mouse.up()
