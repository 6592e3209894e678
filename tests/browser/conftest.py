"""A real browser, logged in to the real Airflow, whose console must stay clean and which asks nobody else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

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
FORGET = "localStorage.clear()"


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[BrowserType, dict]]:
    """The machine's own Chromium, and how it is started."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        program = find_program("chromium", "chromium-browser", "google-chrome")
        yield playwright.chromium, {"executable_path": program, "args": ARGUMENTS}


@pytest.fixture
def browser(chromium: tuple[BrowserType, dict]) -> Iterator[Browser]:
    """A browser that has seen nothing yet."""
    program, options = chromium
    browser = program.launch(**options)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def window(
    chromium: tuple[BrowserType, dict], service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A window in which admin has logged in by Airflow's form, and which writes numbers as in the United States.

    It keeps what it has compiled, as a planner's does: to load Airflow's pages anew takes half as long again.
    """
    program, options = chromium
    profile = tmp_path_factory.mktemp("profile")
    window = program.launch_persistent_context(profile, base_url=service.url, locale="en-US", **options)
    page = window.new_page()
    page.goto("/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(service.password())
    page.locator("input[name=password]").press("Enter")
    page.get_by_role("link", name="Dags").first.wait_for(timeout=WAIT_MS)
    page.evaluate(FORGET)
    page.close()
    yield window
    window.close()


@pytest.fixture(scope="session")
def cookies(window: BrowserContext) -> list[dict]:
    """What tells the service that it is admin."""
    return window.cookies()


@pytest.fixture
def context(window: BrowserContext, cookies: list[dict]) -> Iterator[BrowserContext]:
    """The window, logged in, which remembers nothing that a test has chosen."""
    window.set_default_timeout(WAIT_MS)
    yield window
    window.clear_cookies()
    window.add_cookies(cookies)


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
    if is_here(page.url, service):
        page.evaluate(FORGET)
    page.close()
    assert errors == []
    assert elsewhere == []


def is_here(url: str, service) -> bool:
    """Whether an address is the Airflow's own, or lies in the browser itself."""
    return url.startswith((service.url + "/", "data:", "blob:"))


def is_ours(message: ConsoleMessage) -> bool:
    """Whether a message tells of an error of the page; a refused call is told by the browser, not by us."""
    is_refused_call = message.text.startswith("Failed to load resource")
    return message.type == "error" and (not is_refused_call or "/foresail/ui/" in message.location["url"])
