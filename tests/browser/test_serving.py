"""How the pages come into the browser: as one file that is kept, below whatever path Airflow is served at."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress

import httpx
import pytest
from foresail.trial.service import free_port
from playwright.sync_api import expect

from tests.browser.acting import ROOT, go
from tests.browser.below_a_path import PATH, proxied
from tests.sessions import log_in

REQUESTS_MAX = 10
START_SECONDS = 120


def asked_of_us(page):
    """The paths of Foresail's that a page asks for from now on."""
    paths = []
    page.on(
        "request",
        lambda request: (
            paths.append(request.url) if "/foresail/" in request.url and ROOT not in request.url else None
        ),
    )
    return paths


@pytest.mark.usefixtures("published")
def test_a_page_is_useful_after_few_requests_and_its_modules_come_as_one_compressed_file(page):
    asked = asked_of_us(page)
    bundles = []
    page.on(
        "response", lambda answer: bundles.append(answer) if answer.url.endswith("/foresail.js") else None
    )
    go(page, "forecasts?product=Tea")
    expect(page.get_by_role("img", name=re.compile("^Tea:"))).to_be_visible()
    assert len(asked) <= REQUESTS_MAX, asked
    (bundle,) = bundles
    assert bundle.header_value("content-encoding") == "gzip"
    assert bundle.header_value("cache-control") == "private, max-age=31536000, immutable"


def test_an_address_of_another_version_leads_to_the_bundle_of_this_one(service):
    with log_in(service) as http:
        answer = http.get("/foresail/ui/0123456789abcdef/foresail.js")
        assert (answer.status_code, answer.headers["cache-control"]) == (307, "no-store")
        found = http.get(
            f"{answer.url}".replace("0123456789abcdef/foresail.js", answer.headers["location"][3:])
        )
        assert found.status_code == 200
        assert found.headers["content-type"].startswith("text/javascript")


@pytest.fixture
def below_a_path(service):
    """A second api-server of the same Airflow, behind a proxy that serves it below a path: its address, and
    what is asked for beside it."""
    server, outside = free_port(), free_port()
    url = f"http://127.0.0.1:{outside}{PATH}"
    environment = {**service._environment, "AIRFLOW__API__BASE_URL": url, "AIRFLOW__API__PORT": str(server)}
    command = [sys.executable, "-m", "airflow", "api-server", "--workers", "1", "--port", str(server)]
    with (
        service.log.open("ab") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True) as process,
        proxied(outside, f"http://127.0.0.1:{server}") as strays,
    ):
        try:
            await_health(f"{url}/api/v2/monitor/health", process)
            yield url, strays
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def await_health(url, process):
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(httpx.HTTPError):
            if httpx.get(url).status_code == 200:
                return
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.5)


@pytest.mark.usefixtures("published")
def test_the_pages_work_behind_a_proxy_that_serves_airflow_below_a_path(browser, service, below_a_path):
    url, strays = below_a_path
    context = browser.new_context()
    page = context.new_page()
    page.goto(url + "/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(service.password())
    page.locator("input[name=password]").press("Enter")
    entry = page.get_by_role("link", name="Foresail", exact=True)
    expect(entry.get_by_role("img")).to_have_js_property("complete", True)
    assert entry.get_by_role("img").evaluate("image => image.naturalWidth") > 0
    entry.click()
    expect(page).to_have_url(f"{url}{ROOT}/overview")
    page.get_by_role("navigation", name="Foresail").get_by_role("link", name="Forecasts").click()
    page.get_by_role("table").get_by_role("link", name="Tea", exact=True).click()
    expect(page.get_by_role("group", name=re.compile("Chart by day"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("group", name=re.compile("Chart by day"))).to_be_visible()
    page.get_by_role("navigation", name="Foresail").get_by_role("link", name="Upload").click()
    address = page.get_by_role("link", name=re.compile("template", re.I)).first.get_attribute("href")
    assert page.request.get(address).status == 200
    further = f"{url}/foresail/api/v1/forecasts?product=Tea&horizon=77"
    asked = page.request.get(further, headers={"Sec-Fetch-Site": "same-origin"})
    assert (asked.status, asked.headers["location"].startswith(PATH)) == (202, True)
    assert page.request.get(url.removesuffix(PATH) + asked.headers["location"]).status == 200
    assert strays == []
    context.close()
