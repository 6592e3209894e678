"""What planners do in a browser, and what the API says beside the page."""

import base64
import json
import re
from datetime import date, timedelta

from playwright.sync_api import Page, Route

ROOT = "/plugin/foresail"
API = "/foresail/api/v1"
PUBLISHED_MS = 120_000
DROP = """
([zone, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


def go(page: Page, name: str) -> None:
    """Open one of Foresail's pages by its address."""
    page.goto(f"{ROOT}/{name}")


def drop(page: Page, name: str, content: bytes) -> None:
    """Let go of a file over the drop zone."""
    zone = page.locator("label", has_text="Drop a workbook").element_handle()
    page.evaluate(DROP, [zone, name, base64.b64encode(content).decode()])


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the dialog of the drop zone."""
    files = [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    page.get_by_label("Drop a workbook").set_input_files(files)


def read(page: Page, path: str) -> dict:
    """What the API answers to whoever is logged in."""
    return page.request.get(f"{API}{path}").json()


def sales_of(product: str, last_day: date) -> bytes:
    """Eight weeks of a product as CSV, and then twelve rows whose date is none."""
    days = [last_day - timedelta(days=number) for number in reversed(range(56))]
    rows = [f"{day},{product},{10 + day.weekday()}" for day in days] + [f"soon,{product},1"] * 12
    return "\n".join(["Date,Product Name,Quantity", *rows]).encode()


def show_many(page: Page, count: int) -> None:
    """Let the table find so many products, all like the first one that there is."""
    told = read(page, "/forecasts/products?limit=1")

    def answer(route: Route) -> None:
        offset = int(re.search(r"offset=(\d+)", route.request.url)[1])
        row = told["products"][0]
        rows = [{**row, "name": f"Product {number}"} for number in range(offset, offset + 100)]
        route.fulfill(body=json.dumps({**told, "total": count, "products": rows}))

    page.route(f"**{API}/forecasts/products?*", answer)
