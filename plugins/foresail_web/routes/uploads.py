"""Uploads: send a workbook, see what became of it."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response
from foresail import deployment, uploading
from foresail.errors import BadRequest
from foresail.queries import uploads as queries
from foresail.settings import settings
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading, writing
from starlette.datastructures import UploadFile

from foresail_web import guards
from foresail_web.airflow_api import Airflow, AirflowApi
from foresail_web.models.body import Error
from foresail_web.models.uploads import FindingCollectionResponse, UploadResponse

router = APIRouter(prefix="/uploads", tags=["uploads"])
INGEST = "foresail_ingest"
# A form around the file: its boundaries and the other fields.
FORM_BYTES = 64 * 1024
# Each check holds a process with a whole workbook in memory; the others wait for their turn.
CHECKS_AT_ONCE = 2
FILE_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The workbook."},
                        "date_order": {
                            "type": "string",
                            "enum": ["day-first", "month-first"],
                            "description": "How to read dates such as 03/04/2024; needed only where the "
                            "column itself does not tell.",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "",
    status_code=202,
    response_model=UploadResponse,
    dependencies=[guards.may_upload],
    openapi_extra=FILE_FORM,
    responses={code: {"model": Error} for code in (200, 401, 403, 413, 415, 422, 503)}
    | {200: {"model": UploadResponse, "description": "Exactly these bytes were uploaded before."}},
)
async def create_upload(
    request: Request, response: Response, who: guards.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Check a workbook and, if it can be used, start the Dags that store it and forecast from it.

    The body is read only after the guard has passed, and no further than the size limit.
    """
    async with _limited(request).form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadRequest("The form has no file.", "Send the workbook as the form's field 'file'.")
        date_order = form.get("date_order")
        accepted = await to_thread.run_sync(
            _accept, file, date_order if isinstance(date_order, str) else None, who, limiter=_limiter()
        )
    await _ensure_running(airflow, accepted.upload_id)
    if not accepted.is_new:
        response.status_code = 200
    response.headers["Location"] = f"/foresail/api/v1/uploads/{accepted.upload_id}"
    return {**await _describe(airflow, accepted.upload_id), "already_uploaded": not accepted.is_new}


@router.get("/{upload_id}", response_model=UploadResponse, dependencies=[guards.may_read_uploads])
async def get_upload(upload_id: int, airflow: Airflow) -> dict[str, Any]:
    """What was found in an upload, what was stored of it, and how far its journey to forecasts is."""
    return await _describe(airflow, upload_id)


@router.get(
    "/{upload_id}/findings",
    response_model=FindingCollectionResponse,
    dependencies=[guards.may_read_uploads],
)
def get_findings(
    upload_id: int,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Every cell that something is wrong with, by row, each with what to do."""
    with reading(deployment.warehouse()) as connection:
        return queries.read_findings(connection, deployment.storage(), upload_id, limit, offset)


_limiters: dict[Any, CapacityLimiter] = {}


def _limiter() -> CapacityLimiter:
    return _limiters.setdefault(asyncio.get_running_loop(), CapacityLimiter(CHECKS_AT_ONCE))


def _limited(request: Request) -> Request:
    """The request, its body ending in UploadTooLarge as soon as it is longer than a form may be."""
    most = settings().upload_max_bytes + FORM_BYTES
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        raise uploading.too_large(settings().upload_max_bytes)
    received = 0

    async def receive() -> Any:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > most:
            raise uploading.too_large(settings().upload_max_bytes)
        return message

    return Request(request.scope, receive)


def _accept(file: UploadFile, date_order: str | None, who: str) -> uploading.Accepted:
    with TemporaryDirectory(prefix="foresail-upload-") as folder:
        path = Path(folder) / "workbook"
        sha256 = uploading.save_limited(file.file, path, settings().upload_max_bytes)
        return uploading.accept(
            deployment.storage(),
            deployment.warehouse(),
            path,
            sha256,
            file_name=file.filename or "",
            who=who,
            date_order=date_order,
        )


async def _ensure_running(airflow: AirflowApi, upload_id: int) -> None:
    """Start foresail_ingest for an upload that is not stored, unless a run of it is under way."""
    upload = await to_thread.run_sync(_read_row, upload_id)
    if upload["data_version"] is not None:
        return
    known = upload["dag_run_id"]
    if known is not None and (await airflow.run_state(INGEST, known))["state"] not in ("failed", "unknown"):
        return
    attempt = 1 if known is None else int(known.rsplit(".", 1)[-1]) + 1
    dag_run_id = f"upload-{upload_id}.{attempt}"
    await airflow.trigger(INGEST, dag_run_id, {"upload_id": upload_id})
    await to_thread.run_sync(_remember_run, upload_id, dag_run_id)


def _read_row(upload_id: int) -> Any:
    with reading(deployment.warehouse()) as connection:
        return uploads.get(connection, upload_id)


def _remember_run(upload_id: int, dag_run_id: str) -> None:
    with writing(deployment.warehouse()) as connection:
        uploads.set_dag_run(connection, upload_id, dag_run_id)


async def _describe(airflow: AirflowApi, upload_id: int) -> dict[str, Any]:
    upload = await to_thread.run_sync(_read, upload_id)
    states = await asyncio.gather(
        *(airflow.run_state(run["dag_id"], run["dag_run_id"]) for run in upload["runs"])
    )
    runs = [run | state for run, state in zip(upload["runs"], states, strict=True)]
    failed = any(run["state"] == "failed" for run in runs)
    status = "published" if upload["is_published"] else "failed" if failed else "running"
    return {**upload, "status": status, "runs": runs}


def _read(upload_id: int) -> dict[str, Any]:
    with reading(deployment.warehouse()) as connection:
        upload = queries.read_upload(connection, deployment.storage(), upload_id)
        return {**upload, "work": queries.read_work(connection, upload["runs"])}
