"""The journey of one workbook, shown on the terminal: upload, progress, forecasts."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foresail.client import ForesailClient
from foresail.quantiles import BANDS

PRODUCTS_SHOWN = 10
DAYS_SHOWN = 7
POLL_SECONDS = 1.5
NAMES = {
    "foresail_ingest": "store",
    "foresail_train": "train",
    "foresail_predict": "predict",
    "foresail_notify": "notify",
}
Tell = Callable[[str], None]


def travel(client: ForesailClient, workbook: Path, tell: Tell, patience_seconds: int) -> dict[str, Any]:
    """Upload a workbook and follow it until its forecasts are published and mailed, or it fails."""
    started = time.time()
    upload = client.upload(workbook)
    uploaded = time.time()
    report = upload["report"]
    if upload["already_uploaded"]:
        tell("this exact file was uploaded before: nothing changes")
    tell(
        f"upload {upload['id']}: {report['rows_read']:,} rows read, {report['rows_accepted']:,} accepted, "
        f"{report['rows_rejected']:,} rejected, {report['rows_repeated']:,} repeated, "
        f"{report['rows_blank']:,} blank; {report['products']:,} products, {report['stores']:,} stores, "
        f"{report['first_day']} to {report['last_day']}"
    )
    for code, count in report["findings"].items():
        tell(f"  {count:>7,} {code}")
    seen = ""
    upload, published = follow(client, upload["id"]), None
    while time.time() < started + patience_seconds:
        shown = progress(upload)
        if shown != seen:
            tell(f"{time.time() - uploaded:5.0f} s  {shown}")
            seen = shown
        if upload["status"] == "published":
            published = published or time.time()
        if upload["status"] in ("failed", "waiting") or (published and is_told(upload)):
            break
        time.sleep(POLL_SECONDS)
        upload = follow(client, upload["id"])
    seconds = {"check": uploaded - started, "published": (published or time.time()) - uploaded}
    return {"upload": upload, "seconds": seconds | share(upload, uploaded, published)}


def follow(client: ForesailClient, upload_id: int) -> dict[str, Any]:
    """The upload as it is now."""
    return client.get_upload(upload_id)


def progress(upload: dict[str, Any]) -> str:
    """One line that says how far each Dag is."""
    parts = []
    for run in upload["runs"]:
        tasks = f" {run['tasks_done']}/{run['tasks_total']}" if run["tasks_total"] else ""
        parts.append(f"{NAMES[run['dag_id']]}: {run['state']}{tasks}")
    return "   ".join(parts)


def is_told(upload: dict[str, Any]) -> bool:
    """Whether the last Dag, which mails the subscribers, has ended."""
    return upload["runs"][-1]["state"] in ("success", "failed")


def share(upload: dict[str, Any], since: float, until: float | None) -> dict[str, float]:
    """How many of the seconds until publication were Foresail's own work, and how many Airflow's."""
    if until is None:
        return {}
    spans = sorted((max(work["started_s"], since), min(work["ended_s"], until)) for work in upload["work"])
    ours, reached = 0.0, since
    for start, end in spans:
        ours += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return {"foresail": ours, "airflow": until - since - ours}


def read_table(client: ForesailClient) -> list[dict[str, Any]]:
    """The forecasts of the largest products for the next days."""
    names = [row["name"] for row in client.products(sort="-units", limit=PRODUCTS_SHOWN)["products"]]
    return [client.forecast(name, horizon=DAYS_SHOWN) for name in names]


def draw_table(table: list[dict[str, Any]]) -> str:
    """Products down, days across: the mean and, below it, the 80 % interval."""
    days = [day["day"] for day in table[0]["days"]]
    width = max(len(row["product"]) for row in table[:PRODUCTS_SHOWN])
    width = min(width, 40)
    lines = [f"{'Product':<{width}} " + "".join(f"{day[5:]:>13}" for day in days)]
    for row in table:
        means = "".join(f"{day['mean']:>13.1f}" for day in row["days"])
        bands = "".join(f"{_band(day):>13}" for day in row["days"])
        lines += [f"{row['product'][:width]:<{width}} {means}", f"{'':<{width}} {bands}"]
    return "\n".join(lines)


def _band(day: dict[str, Any]) -> str:
    low, high = BANDS[80]
    return f"[{day[low]:.0f} - {day[high]:.0f}]"
