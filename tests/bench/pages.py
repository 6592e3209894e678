"""The pages in a real Chromium: the first useful paint against Airflow's own list of Dags, and 50,000 products.

Cold is a browser that has seen nothing yet, warm a window that has loaded Airflow before. A page is useful once what
it is there for is seen: the table, the list, the form; the list of Dags once its first Dag is.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from foresail.serving.summaries import Shard, summarise
from foresail.trial.service import Service, free_port
from foresail.warehouse import summaries
from foresail.warehouse.connecting import open_warehouse, sqlite_url, writing
from foresail.warehouse.tables import forecast_series
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy import Engine, select

from tests.bench import catalogue
from tests.bench.measuring import Row, show
from tests.browser.acting import ROOT
from tests.browser.conftest import ARGUMENTS
from tests.browser.test_pages import JOBS
from tests.browser.test_speed import MEASURE
from tests.conftest import PROJECT
from tests.requirements import find_program
from tests.sessions import log_in

PRODUCTS, HORIZON, ROUNDS = 50_000, 28, 5
DAGS = "list of Dags"
# The made-up catalogue has no backtest, which is what the page Accuracy is there for.
PAGES = [page for page in JOBS if page != "accuracy"]
TABLE = "[role=table][aria-label='Products with forecasts']"
Window = Callable[[], BrowserContext]


def main() -> None:
    """Measure each page."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "airflow"
        engine = open_warehouse(sqlite_url(home / "foresail" / "warehouse.db"))
        catalogue.fill(engine, PRODUCTS, HORIZON)
        _fill_table(engine)
        engine.dispose()
        service = Service(PROJECT, home, free_port())
        with service, sync_playwright() as playwright:
            service.wait()
            time.sleep(10)  # the Dags are being parsed for the first time
            _measure(service, playwright, Path(folder))


def _fill_table(engine: Engine) -> None:
    with writing(engine) as connection:
        series = [dict(row) for row in connection.execute(select(forecast_series)).mappings()]
        history = pl.DataFrame(
            {"unique_id": range(1, PRODUCTS + 1), "ds": [catalogue.AS_OF] * PRODUCTS, "y": [3.0] * PRODUCTS}
        )
        shard = Shard(series, history, catalogue.AS_OF, "day", HORIZON)
        summaries.replace(connection, series[0]["run_id"], summarise(shard, None, {}))


def _measure(service: Service, playwright: Playwright, folder: Path) -> None:
    program = find_program("chromium", "chromium-browser", "google-chrome")
    how: dict[str, Any] = {"executable_path": program, "args": ARGUMENTS}
    with log_in(service) as http:
        token = http.headers["authorization"].removeprefix("Bearer ")
    cookie: Any = {"name": "_token", "value": token, "url": service.url}
    browser = playwright.chromium.launch(**how)
    profile = playwright.chromium.launch_persistent_context(folder / "profile", base_url=service.url, **how)

    def cold() -> BrowserContext:
        window = browser.new_context(base_url=service.url)
        window.add_cookies([cookie])
        return window

    profile.add_cookies([cookie])
    _compare("cold", cold, closes=True)
    for path in (f"{ROOT}/overview", "/dags"):
        _paint(profile, path)
    _compare("warm", lambda: profile, closes=False)
    _scroll(profile.new_page())
    profile.close()
    browser.close()


def _compare(name: str, window: Window, *, closes: bool) -> None:
    paths = {DAGS: "/dags"} | {page: f"{ROOT}/{page}" for page in PAGES}
    seconds: dict[str, list[float]] = {page: [] for page in paths}
    for _ in range(ROUNDS):
        for page, path in paths.items():
            opened = window()
            seconds[page].append(_paint(opened, path))
            if closes:
                opened.close()
    dags = median(seconds.pop(DAGS))
    rows = [Row(page, 1000 * median(took), 1000 * dags, "ms") for page, took in seconds.items()]
    show(f"First useful paint, {name}, {PRODUCTS:,} products", DAGS, rows)


def _paint(window: BrowserContext, path: str) -> float:
    page = window.new_page()
    started = time.perf_counter()
    page.goto(path, wait_until="commit")
    if path == "/dags":
        page.locator("a[href*='/dags/foresail_']").first.wait_for(timeout=60_000)
    else:
        name = path.rsplit("/", 1)[1]
        role, words = JOBS[name]
        page.get_by_role(role, name=re.compile(words)).first.wait_for(timeout=60_000)
        if name == "forecasts":
            page.get_by_role("link", name=catalogue.name_of(1)).first.wait_for(timeout=60_000)
    took = time.perf_counter() - started
    page.close()
    return took


def _scroll(page: Page) -> None:
    page.goto(f"{ROOT}/forecasts")
    page.get_by_role("link", name=catalogue.name_of(1)).first.wait_for(timeout=60_000)
    rates = [page.evaluate(MEASURE, [TABLE, "element.scrollTop += 60"]) for _ in range(ROUNDS)]
    print(f"\nFrames a second while {PRODUCTS:,} products scroll: {median(rates):.0f} (of 60)")
