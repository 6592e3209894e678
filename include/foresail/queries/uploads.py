"""Reads what became of an upload, and which Dag runs carry it on."""

import json
from typing import Any

from sqlalchemy import Connection

from foresail.storage import Storage, check_key
from foresail.validation.findings import RULES
from foresail.warehouse import forecasts, models, uploads, work
from foresail.workbooks.cage import FINDINGS, REPORT


def read_upload(connection: Connection, storage: Storage, upload_id: int) -> dict[str, Any]:
    """An upload with its report and the Dag runs of its journey, as far as it has come."""
    upload = uploads.get(connection, upload_id)
    report = storage.read_json(check_key(upload["sha256"], upload["date_order"], REPORT))
    model, run = _carriers(connection, upload["data_version"])
    published = forecasts.published_run(connection)
    is_published = bool(
        upload["data_version"] and published and published["data_version"] >= upload["data_version"]
    )
    return {**dict(upload), "report": report, "is_published": is_published, "runs": _runs(upload, model, run)}


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


def read_findings(
    connection: Connection, storage: Storage, upload_id: int, limit: int, offset: int
) -> dict[str, Any]:
    """One page of an upload's findings, each with its words: total and findings."""
    upload = uploads.get(connection, upload_id)
    lines = storage.read(check_key(upload["sha256"], upload["date_order"], FINDINGS)).splitlines()
    page = [json.loads(line) for line in lines[offset : offset + limit]]
    for finding in page:
        rule = RULES[finding["code"]]
        finding |= {"message": rule.message, "remedy": rule.remedy}
    return {"total": len(lines), "findings": page}
