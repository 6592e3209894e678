"""Uploads: send a workbook, follow it, answer for its new products."""

from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from foresail.actions import erasing, products, unusual, uploads
from foresail.actions.uploads import Accepted
from foresail.errors import AlreadyWithdrawn
from foresail.queries import templates
from foresail.queries import uploads as queries

from foresail_web import addresses, downloads, forms
from foresail_web.access import limits, permissions
from foresail_web.access.routing import noun
from foresail_web.airflow import ingest_runs
from foresail_web.airflow.rest_api import Airflow
from foresail_web.lists import Paged
from foresail_web.schemas.body import Error
from foresail_web.schemas.uploads import (
    AnswersBody,
    CellsResponse,
    FindingCollectionResponse,
    QuantitiesBody,
    UploadCollectionResponse,
    UploadResponse,
)
from foresail_web.schemas.withdrawals import ErasureBody, WithdrawalResponse
from foresail_web.upload_states import describe

router = noun("/uploads", "uploads")
CELLS_KEPT_SECONDS = 3600
FILE = {200: {"content": {downloads.XLSX: {}}, "description": "The workbook."}}


@router.post(
    "",
    status_code=202,
    response_model=UploadResponse,
    dependencies=[permissions.may_upload],
    openapi_extra=forms.describe_form(forms.UPLOAD_FIELDS),
    responses={code: {"model": Error} for code in (200, 401, 403, 413, 415, 422, 429, 503)}
    | {200: {"model": UploadResponse, "description": "This exact file was uploaded before."}},
)
async def create_upload(
    request: Request,
    response: Response,
    who: permissions.Caller,
    airflow: Airflow,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            description="A key of your choice for this upload; repeat the call with the same key "
            "to get the same answer.",
        ),
    ] = None,
) -> dict[str, Any]:
    """Check a workbook and, if it can be used, start the Dags that store it and forecast from it."""

    def accept(sent: forms.Sent) -> Accepted:
        return uploads.accept(sent.path, sent.sha256, file_name=sent.file_name, who=who, options=sent.options)

    with limits.admitted(who):
        async with forms.received(request) as form:
            accepted = await forms.with_file(form, accept, idempotency_key)
    await ingest_runs.ensure_running(airflow, accepted.upload_id)
    if not accepted.is_new:
        response.status_code = 200
    response.headers["Location"] = addresses.of_upload(accepted.upload_id)
    return {**await describe(airflow, accepted.upload_id), "already_uploaded": not accepted.is_new}


@router.get("", response_model=UploadCollectionResponse, dependencies=[permissions.may_read_uploads])
def list_uploads(
    page: Paged,
    search: Annotated[str, Query(max_length=255, description="Part of the file name.")] = "",
    status: Annotated[
        Literal["received", "waiting", "stored", "published", "withdrawn"] | None,
        Query(description="Only uploads with this status."),
    ] = None,
    who: Annotated[str | None, Query(max_length=255, description="Only uploads by this user.")] = None,
) -> dict[str, Any]:
    """Every upload, newest first; sorted by `id`, `file_name` or `uploaded_by`."""
    return queries.search(page, search, status, who)


@router.get("/template", dependencies=[permissions.may_read_uploads], responses=FILE, response_class=Response)
def get_template(example: bool = False) -> Response:
    """An empty workbook with Foresail's columns, or one with example rows."""
    name = "foresail-example.xlsx" if example else "foresail-template.xlsx"
    return downloads.answer_workbook(templates.make_template(example), name)


@router.get("/{upload_id}", response_model=UploadResponse, dependencies=[permissions.may_read_uploads])
async def get_upload(upload_id: int, request: Request, airflow: Airflow) -> dict[str, Any]:
    """What was found in an upload, what was stored of it, and how far its journey to forecasts is."""
    told = await describe(airflow, upload_id)
    is_erasable = told["status"] == "withdrawn" and told["erased_at"] is None
    return {**told, "may_erase": is_erasable and await permissions.edits_training.opens_for(request)}


@router.delete(
    "/{upload_id}",
    status_code=202,
    response_model=UploadResponse,
    dependencies=[permissions.may_upload],
)
async def withdraw_upload(
    upload_id: int, request: Request, who: permissions.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Take an upload back: its sales go, and what it had replaced counts again; its file is kept."""
    may_withdraw_any = await permissions.edits_training.opens_for(request)

    def withdraw() -> None:
        uploads.withdraw(upload_id, who, may_withdraw_any=may_withdraw_any)

    try:
        await to_thread.run_sync(withdraw)
    except AlreadyWithdrawn:
        await ingest_runs.ensure_running(airflow, upload_id)  # where Airflow did not hear of it then
        raise
    await ingest_runs.start_removal(airflow, upload_id)
    return await describe(airflow, upload_id)


@router.get(
    "/{upload_id}/withdrawal", response_model=WithdrawalResponse, dependencies=[permissions.may_read_uploads]
)
def preview_withdrawal(upload_id: int) -> dict[str, Any]:
    """What withdrawing an upload would change; nothing is changed."""
    return queries.preview_withdrawal(upload_id)


@router.post(
    "/{upload_id}/erasure", response_model=UploadResponse, dependencies=[permissions.may_edit_training]
)
async def erase_upload(
    upload_id: int, body: ErasureBody, who: permissions.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Erase the file of a withdrawn upload, its report and the lines read from it, for good."""
    await to_thread.run_sync(erasing.erase, upload_id, body.reason.strip(), who)
    return await describe(airflow, upload_id)


@router.get(
    "/{upload_id}/findings",
    response_model=FindingCollectionResponse,
    dependencies=[permissions.may_read_uploads],
)
def get_findings(
    upload_id: int,
    page: Paged,
    code: Annotated[
        str | None, Query(max_length=60, description="Only findings with this code.", examples=["not-a-date"])
    ] = None,
) -> dict[str, Any]:
    """Every cell that something is wrong with, by row, each with what to do."""
    return queries.read_findings(upload_id, page, code)


@router.get("/{upload_id}/cells", response_model=CellsResponse, dependencies=[permissions.may_read_uploads])
async def get_cells(
    upload_id: int,
    response: Response,
    sheet: Annotated[str, Query(max_length=255, description="The sheet's name.", examples=["Sales"])],
    cell: Annotated[
        str, Query(pattern="^[A-Z]{1,3}[1-9][0-9]{0,6}$", description="The cell's name.", examples=["C7"])
    ],
) -> dict[str, Any]:
    """The rows around a cell, as they stand in the planner's own workbook."""
    cells = await to_thread.run_sync(queries.read_cells, upload_id, sheet, cell, limiter=forms.limiter())
    # The workbook of an upload never changes, and to read it takes seconds where it is large.
    response.headers["Cache-Control"] = f"private, max-age={CELLS_KEPT_SECONDS}"
    return cells


@router.get(
    "/{upload_id}/workbook",
    dependencies=[permissions.may_read_uploads],
    responses=FILE,
    response_class=StreamingResponse,
)
async def get_workbook(upload_id: int) -> StreamingResponse:
    """The planner's own workbook, its bad cells marked, findings as comments and on a sheet of their own."""
    key, name = await to_thread.run_sync(queries.mark_workbook, upload_id, limiter=forms.limiter())
    kind = downloads.XLSM if name.endswith(".xlsm") else downloads.XLSX
    return StreamingResponse(queries.read_stored(key), media_type=kind, headers=downloads.attachment(name))


@router.post("/{upload_id}/products", response_model=UploadResponse, dependencies=[permissions.may_answer])
async def answer_products(
    upload_id: int, body: AnswersBody, who: permissions.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Say what the products are that the upload waits with: new ones, others by another name, or none."""
    answers = [products.make_answer(answer.name, answer.action, answer.to) for answer in body.answers]
    try:
        await to_thread.run_sync(products.answer, upload_id, answers, body.rest, who, "page")
    finally:
        # Also where the answer was stored before and Airflow did not hear of it then.
        await ingest_runs.go_on(airflow, upload_id)
    await ingest_runs.restore(airflow)
    return await describe(airflow, upload_id)


@router.post("/{upload_id}/quantities", response_model=UploadResponse, dependencies=[permissions.may_answer])
async def answer_quantities(
    upload_id: int, body: QuantitiesBody, who: permissions.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Say which of the unusual quantities that wait are right, and which rows to leave out."""
    answers = {answer.number: answer.action for answer in body.answers}
    try:
        await to_thread.run_sync(unusual.answer, upload_id, answers, body.rest, who, "page")
    finally:
        # Also where the answer was stored before and Airflow did not hear of it then.
        await ingest_runs.go_on(airflow, upload_id)
    return await describe(airflow, upload_id)
