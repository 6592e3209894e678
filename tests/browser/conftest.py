"""A real browser, logged in to the real Airflow, whose console must stay clean and which asks nobody else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.requirements import find_program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The workbook is checked in a process of its own, and the machine may be busy with other tests.
WAIT_MS = 30_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    program = find_program("chromium", "chromium-browser", "google-chrome")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def session(browser: Browser, service) -> dict:
    """The cookies of admin, who filled in Airflow's login form."""
    context = browser.new_context(base_url=service.url)
    page = context.new_page()
    page.goto("/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(service.password())
    page.locator("input[name=password]").press("Enter")
    page.get_by_role("link", name="Dags").first.wait_for(timeout=WAIT_MS)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, service, session: dict) -> Iterator[BrowserContext]:
    """A window of its own, logged in, that writes numbers as in the United States."""
    context = browser.new_context(base_url=service.url, storage_state=session, locale="en-US")
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service) -> Iterator[Page]:
    """An empty tab; whatever a test does with it, Foresail's modules may not fail nor leave the machine."""
    page = context.new_page()
    errors: list[str] = []
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: None if is_here(request.url, service) else elsewhere.append(request.url)
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if is_ours(message) else None)
    yield page
    assert errors == []
    assert elsewhere == []


def is_here(url: str, service) -> bool:
    """Whether an address is the Airflow's own, or lies in the browser itself."""
    return url.startswith((service.url + "/", "data:", "blob:"))


def is_ours(message: ConsoleMessage) -> bool:
    """Whether a message tells of an error of the page; a refused call is told by the browser, not by us."""
    is_refused_call = message.text.startswith("Failed to load resource")
    return message.type == "error" and (not is_refused_call or "/foresail/ui/" in message.location["url"])
