"""Pages that everyone can use: axe-core finds nothing serious, on any page, wide or narrow, light or dark.

SCREENSHOTS names a folder that a picture of each page is kept in, at each width, light and dark.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.acting import ROOT
from tests.browser.test_pages import JOBS

PAGES = (*JOBS, "upload?upload={upload}", "upload?list=all", "forecasts?product=Tea", "nowhere")
WIDTHS = (390, 768, 1280, 1920)
SCREENSHOTS = os.environ.get("SCREENSHOTS")
SERIOUS = ("moderate", "serious", "critical")
# Airflow's own frame around the page is Airflow's.
OURS = "main"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_keeps_anyone_out_of_a_page_and_nothing_is_wider_than_the_window(
    page, published, theme
):
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    found = []
    for name in PAGES:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if width == WIDTHS[0]:
                page.goto(f"{ROOT}/{name.format(upload=published.upload['id'])}")
                expect(page.get_by_role("heading", level=1)).to_be_visible()
                page.wait_for_load_state("networkidle")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append((name, width, f"is {wide} px wide"))
            if SCREENSHOTS:
                place = f"{name.replace('?', '-').replace('=', '-').format(upload='n')}-{width}-{theme}.png"
                page.screenshot(path=Path(SCREENSHOTS) / place, full_page=True)
            if width in (WIDTHS[0], 1280):
                result = Axe().run(page, OURS).response["violations"]
                found += [
                    (name, width, rule["id"], node["html"][:200])
                    for rule in result
                    if rule["impact"] in SERIOUS
                    for node in rule["nodes"]
                ]
    assert found == []


def test_the_pages_frame_can_be_skipped_by_the_keyboard(page, published):
    page.goto(f"{ROOT}/forecasts?product={published.product}")
    heading = page.get_by_role("heading", level=2, name=published.product)
    expect(heading).to_be_visible()
    link = page.get_by_role("link", name="Skip the list of products")
    link.focus()
    link.press("Enter")
    expect(heading).to_be_focused()
