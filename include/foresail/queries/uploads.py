"""Reads the state of an upload and the Dag runs that process it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from foresail import dag_ids
from foresail.airflow import connections
from foresail.errors import BadRequest, UploadErased
from foresail.intake import previews
from foresail.intake.findings import in_words
from foresail.intake.options import ReadingOptions
from foresail.intake.questions import read_unusual
from foresail.intake.stored_checks import StoredCheck
from foresail.intake.unseen import read_question
from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import aliases, line_decisions, models, runs, uploads, work
from foresail.warehouse.uploads import Upload

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class RunOfDag:
    """A Dag run of an upload's journey; null where it has not begun."""

    dag_id: str
    dag_run_id: str | None


@dataclass(frozen=True)
class UploadState:
    """An upload with its report, its products, and the Dag runs of its journey, as far as it has come.

    There is no report of one that was erased.
    """

    upload: Upload
    report: dict[str, Any] | None
    products: dict[str, Any]
    unusual: dict[str, Any]
    is_published: bool
    runs: list[RunOfDag]
    work: list[dict[str, Any]]


@question
def read_upload(connection: Connection, upload_id: int) -> UploadState:
    """What became of an upload; raises UnknownUpload."""
    upload = uploads.get(connection, upload_id)
    published = runs.get_published(connection)
    version = published.data_version if published else 0
    carriers = _find_carriers(connection, upload)
    return UploadState(
        upload=upload,
        report=None if upload.is_erased else _check_of(upload).report(),
        products=_read_products(connection, upload),
        unusual=_read_unusual(connection, upload),
        is_published=upload.is_settled and version >= (upload.data_version or 0),
        runs=carriers,
        work=_read_work(connection, carriers),
    )


read_record = question(uploads.get)


list_to_restore = question(uploads.to_restore)


@question
def search(
    connection: Connection, page: Page, text: str, status: str | None, who: str | None
) -> dict[str, Any]:
    """Uploads whose file name holds a text, newest first: total and one page."""
    published = runs.get_published(connection)
    version = published.data_version if published else 0
    total, found = uploads.search(
        connection, page, published_version=version, text=text, status=status, who=who
    )
    return {"total": total, "uploads": found}


@question
def read_findings(
    connection: Connection, upload_id: int, page: Page, code: str | None = None
) -> dict[str, Any]:
    """One page of an upload's findings, or of those of a code, each with its words: total and findings.

    They come in the order of the sheet.
    """
    if page.order(("row",), "row") != ("row", False):
        raise BadRequest("Findings come in the order of the sheet.", "Leave sort out, or use row.")
    upload = uploads.get(connection, upload_id)
    check = _check_of(upload)
    counts = check.report()["findings"]
    total = sum(counts.values()) if code is None else counts.get(code, 0)
    if page.offset >= total:
        return {"total": total, "findings": []}
    check.ensure(upload.uploaded_at.date())  # where foresail_maintain has thinned it
    wanted = (page.offset, page.limit)
    findings = check.findings(*wanted) if code is None else check.findings_of(code, *wanted)
    return {"total": total, "findings": [in_words(finding) for finding in findings]}


def read_cells(upload_id: int, sheet: str, cell: str) -> dict[str, Any]:
    """The rows around a cell, such as C7, as they stand in the planner's own workbook.

    Raises UnknownUpload, UploadErased, BadRequest for a sheet that it does not have, WorkbookTooCostly.
    """
    return _check_of(read_record(upload_id)).cells(sheet, cell)


def preview_withdrawal(upload_id: int) -> dict[str, Any]:
    """What withdrawing an upload would change; raises UnknownUpload."""
    read_record(upload_id)
    return {"upload_id": upload_id, **previews.preview_withdrawal(connections.warehouse(), upload_id)}


def mark_workbook(upload_id: int) -> tuple[str, str]:
    """The planner's own workbook, its bad cells marked: its key in the storage, and a name to save it by.

    Made once. Raises UnknownUpload, UploadErased, WorkbookTooCostly.
    """
    upload = read_record(upload_id)
    check = _check_of(upload)
    check.ensure(upload.uploaded_at.date())
    key = check.ensure_marked()
    stem = upload.file_name.rsplit(".", 1)[0]
    return key, f"{stem}-marked.{key.rsplit('.', 1)[-1]}"


def read_stored(key: str) -> Iterator[bytes]:
    """The bytes under a key of the storage, piece by piece."""
    with connections.storage().local_copy(key) as path, path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _check_of(upload: Upload) -> StoredCheck:
    """The check of an upload; raises UploadErased."""
    if upload.is_erased:
        raise UploadErased(
            f"The file of upload {upload.id} was erased by {upload.erased_by}, with its report.",
            "The audit log says why.",
        )
    options = ReadingOptions.from_json(upload.reading)
    return StoredCheck(connections.storage(), upload.sha256, options)


def _read_products(connection: Connection, upload: Upload) -> dict[str, Any]:
    """The products that await an answer, what was answered, and which look alike in a first upload."""
    asked = read_question(connections.storage(), upload.id)
    return {
        "waiting": asked["products"] if upload.products_waiting else [],
        "decided": aliases.read_decisions(connection, upload.id),
        "near_duplicates": asked["near_duplicates"],
    }


def _read_unusual(connection: Connection, upload: Upload) -> dict[str, Any]:
    """The quantities that await an answer, and what was answered."""
    waiting = read_unusual(connections.storage(), upload.id) if upload.unusual_waiting else []
    decided = [] if upload.is_erased else line_decisions.of_upload(connection, upload.id)
    return {"waiting": waiting, "decided": decided}


def _find_carriers(connection: Connection, upload: Upload) -> list[RunOfDag]:
    """The Dag runs that stored the upload, first trained on it, forecast from that, and mailed it."""
    model = models.covering(connection, upload.data_version) if upload.data_version else None
    run = runs.newest_of_model(connection, model.id) if model else None
    return [
        RunOfDag(dag_ids.INGEST, upload.dag_run_id),
        RunOfDag(dag_ids.TRAIN, model.dag_run_id if model else None),
        RunOfDag(dag_ids.PREDICT, run.dag_run_id if run else None),
        RunOfDag(dag_ids.NOTIFY, run.notify_dag_run_id if run else None),
    ]


def _read_work(connection: Connection, carriers: list[RunOfDag]) -> list[dict[str, Any]]:
    """When the tasks of these Dag runs did Foresail's own work (seconds since 1970) and their memory."""
    started = [(run.dag_id, run.dag_run_id) for run in carriers if run.dag_run_id]
    return [dict(row) for row in work.of_runs(connection, started)] if started else []
