"""Sales: what was sold, by the day, the week or the month; and rows of sales that programs push."""

from datetime import date
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import Header, Query, Request, Response
from foresail.actions import uploads
from foresail.actions.uploads import Accepted, UploadOptions
from foresail.queries import sales as queries
from foresail.queries.sales import Wanted

from foresail_web import addresses, forms, pushes
from foresail_web.access import limits, permissions
from foresail_web.access.routing import noun
from foresail_web.airflow import ingest_runs
from foresail_web.airflow.rest_api import Airflow
from foresail_web.schemas.body import Error
from foresail_web.schemas.sales import SalesResponse
from foresail_web.schemas.uploads import Covers, Mode, UploadResponse
from foresail_web.upload_states import describe

router = noun("/sales", "sales")
ROWS = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in pushes.ENDINGS}


@router.post(
    "",
    status_code=202,
    response_model=UploadResponse,
    dependencies=[permissions.may_upload],
    openapi_extra={"requestBody": {"required": True, "content": ROWS}},
    responses={code: {"model": Error} for code in (401, 403, 413, 415, 422, 429, 503)}
    | {200: {"model": UploadResponse, "description": "These exact rows were sent before."}},
)
async def push_sales(
    request: Request,
    response: Response,
    who: permissions.Caller,
    airflow: Airflow,
    mode: Annotated[Mode | None, Query(description="What to do where days are stored already.")] = None,
    covers: Annotated[Covers | None, Query(description="What `replace` replaces.")] = None,
    mapping: Annotated[
        str | None, Query(min_length=1, max_length=100, description="The name of a saved mapping.")
    ] = None,
    date_order: Annotated[
        Literal["day-first", "month-first"] | None, Query(description="How to read dates such as 03/04/2024.")
    ] = None,
    number_format: Annotated[
        Literal["point-decimal", "comma-decimal"] | None, Query(description="How to read 1,250.")
    ] = None,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=255, description="The same key with the same rows is the same call."),
    ] = None,
) -> dict[str, Any]:
    """Push rows of sales as CSV, JSON or Parquet: checked, stored and forecast like a workbook."""
    options = UploadOptions(
        date_order=date_order, number_format=number_format, mode=mode, covers=covers, mapping=mapping,
        key=idempotency_key,
    )  # fmt: skip
    with limits.admitted(who):
        async with pushes.received(request, options) as sent:

            def accept() -> Accepted:
                return uploads.accept(
                    sent.path, sent.sha256, file_name=sent.file_name, who=who, options=options
                )

            accepted = await to_thread.run_sync(accept, limiter=forms.limiter())
    await ingest_runs.ensure_running(airflow, accepted.upload_id)
    if not accepted.is_new:
        response.status_code = 200
    response.headers["Location"] = addresses.of_upload(accepted.upload_id)
    return {**await describe(airflow, accepted.upload_id), "already_uploaded": not accepted.is_new}


@router.get("", response_model=SalesResponse, dependencies=[permissions.may_read_forecasts])
def get_sales(
    product: Annotated[
        str | None, Query(min_length=1, max_length=255, description="A product's name; by default, all.")
    ] = None,
    store: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="One store; by default, all stores together."),
    ] = None,
    category: Annotated[
        str | None, Query(min_length=1, max_length=255, description="Only products of this category.")
    ] = None,
    customer: Annotated[
        str | None, Query(min_length=1, max_length=255, description="Only what this customer bought.")
    ] = None,
    channel: Annotated[
        str | None, Query(min_length=1, max_length=120, description="Only what was sold this way.")
    ] = None,
    since: Annotated[date | None, Query(description="The first day.")] = None,
    until: Annotated[date | None, Query(description="The last day.")] = None,
    by: Annotated[
        Literal["day", "week", "month"],
        Query(description="The step; weeks start on the weekday of `since`."),
    ] = "day",
) -> dict[str, Any]:
    """Units sold and returned per step, of a product or all; steps without sales are there, with zero."""
    return queries.read_sales(Wanted(product, store, category, customer, channel), since, until, by)
