"""Reads what became of an upload, and which Dag runs carry it on."""

import json
from typing import Any

from sqlalchemy import Connection, func, select

from foresail.errors import BadRequest
from foresail.paging import Page, fetch
from foresail.settling import read_question
from foresail.storage import Storage, check_key
from foresail.validation.findings import in_words
from foresail.validation.options import ReadingOptions
from foresail.warehouse import aliases, forecasts, models, uploads, work
from foresail.warehouse.tables import uploads as table
from foresail.workbooks.cage import PAGE_FINDINGS, REPORT, page_of_findings

LISTED = (
    "id", "file_name", "size_bytes", "sha256", "uploaded_by", "uploaded_at", "rows_read", "rows_accepted",
    "rows_rejected", "rows_repeated", "rows_stored", "products_waiting", "data_version",
)  # fmt: skip


def read_upload(connection: Connection, storage: Storage, upload_id: int) -> dict[str, Any]:
    """An upload with its report and the Dag runs of its journey, as far as it has come."""
    upload = uploads.get(connection, upload_id)
    options = ReadingOptions.from_json(upload["reading"])
    report = storage.read_json(check_key(upload["sha256"], options, REPORT))
    model, run = _carriers(connection, upload["data_version"])
    published = forecasts.published_run(connection)
    is_published = bool(
        upload["data_version"] and published and published["data_version"] >= upload["data_version"]
    )
    return {
        **dict(upload),
        "report": report,
        "products": _products(connection, storage, upload),
        "is_published": is_published and not upload["must_restore"],
        "runs": _runs(upload, model, run),
    }


STATUSES = ("received", "waiting", "stored", "published")
"""How far an upload has come, as the tables know it."""


def list_uploads(
    connection: Connection, page: Page, search: str, status: str | None, who: str | None
) -> dict[str, Any]:
    """Uploads whose file name holds a text, newest first: total and one page."""
    published = forecasts.published_run(connection)
    known = published["data_version"] if published else 0
    stage = uploads.stage(known)
    query = select(*(table.c[name] for name in LISTED), stage.label("status"))
    if search:
        query = query.where(func.lower(table.c.file_name).contains(search.lower(), autoescape=True))
    if status:
        query = query.where(stage == status)
    if who:
        query = query.where(table.c.uploaded_by == who)
    fields = {"file_name": table.c.file_name, "uploaded_by": table.c.uploaded_by, "id": table.c.id}
    total, rows = fetch(connection, query, page, fields, "-id")
    return {"total": total, "uploads": [dict(row) for row in rows]}


def _products(connection: Connection, storage: Storage, upload: Any) -> dict[str, Any]:
    """The products that await an answer, what was answered, and which look alike in a first upload."""
    question = read_question(storage, upload["id"])
    return {
        "waiting": question["products"] if upload["products_waiting"] else [],
        "decided": aliases.read_decisions(connection, upload["id"]),
        "near_duplicates": question["near_duplicates"],
    }


def _carriers(connection: Connection, data_version: int | None) -> tuple[Any, Any]:
    """The model and the run that first held the upload's data."""
    model = models.covering(connection, data_version) if data_version else None
    return model, forecasts.run_of_model(connection, model["id"]) if model else None


def _runs(upload: Any, model: Any, run: Any) -> list[dict[str, str | None]]:
    return [
        {"dag_id": "foresail_ingest", "dag_run_id": upload["dag_run_id"]},
        {"dag_id": "foresail_train", "dag_run_id": model["dag_run_id"] if model else None},
        {"dag_id": "foresail_predict", "dag_run_id": run["dag_run_id"] if run else None},
        {"dag_id": "foresail_notify", "dag_run_id": run["notify_dag_run_id"] if run else None},
    ]


def read_work(connection: Connection, runs: list[dict[str, str | None]]) -> list[dict[str, Any]]:
    """When the tasks of these Dag runs did Foresail's own work (seconds since 1970) and their memory."""
    started = [(run["dag_id"], run["dag_run_id"]) for run in runs if run["dag_run_id"]]
    return [dict(row) for row in work.of_runs(connection, started)] if started else []  # type: ignore[arg-type]


def read_findings(connection: Connection, storage: Storage, upload_id: int, page: Page) -> dict[str, Any]:
    """One page of an upload's findings in the order of the sheet, each with its words: total and findings."""
    if page.order(("row",), "row") != ("row", False):
        raise BadRequest("Findings come in the order of the sheet.", "Leave sort out, or use row.")
    limit, offset = page.limit, page.offset
    upload = uploads.get(connection, upload_id)
    options = ReadingOptions.from_json(upload["reading"])
    total = sum(storage.read_json(check_key(upload["sha256"], options, REPORT))["findings"].values())
    end = min(offset + limit, total)
    lines: list[bytes] = []
    for number in range(offset // PAGE_FINDINGS, -(-end // PAGE_FINDINGS)):
        lines += storage.read(check_key(upload["sha256"], options, page_of_findings(number))).splitlines()
    first = offset % PAGE_FINDINGS
    wanted = lines[first : first + max(0, end - offset)]
    return {"total": total, "findings": [in_words(json.loads(line)) for line in wanted]}
