"""The calendar that the global model may know: events, promotions, planned prices; as JSON or a workbook."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Query, Request, Response
from foresail import deployment
from foresail.calendar_workbooks.accepting import accept_calendar
from foresail.paging import Page
from foresail.storage import calendar_key
from foresail.warehouse import calendar
from foresail.warehouse.connecting import reading, writing

from foresail_web import forms, guards, limiting, templates
from foresail_web.lists import Paged
from foresail_web.models.body import Error
from foresail_web.models.calendar import (
    CalendarBody,
    CalendarCollectionResponse,
    CalendarReplacedResponse,
)
from foresail_web.routing import noun

router = noun("/calendar", "calendar")
FILE = {200: {"content": {templates.XLSX: {}}, "description": "The workbook."}}


@router.get("", response_model=CalendarCollectionResponse, dependencies=[guards.may_read_forecasts])
def list_calendar(
    page: Paged,
    after: Annotated[date | None, Query(description="Only entries that last beyond this day.")] = None,
) -> dict[str, Any]:
    """Events, promotions and planned prices; sorted by `first_day`, `last_day`, `event` or `unit_price`."""
    with reading(deployment.warehouse()) as connection:
        return calendar.search(connection, page, after)


@router.put("", response_model=CalendarReplacedResponse, dependencies=[guards.may_upload])
def put_calendar(body: CalendarBody, who: guards.Caller) -> dict[str, Any]:
    """Replace the calendar; the next training learns from its past and forecasts with what lies ahead."""
    return _replace([entry.model_dump() for entry in body.entries], who)


@router.get("/workbook", dependencies=[guards.may_read_forecasts], responses=FILE, response_class=Response)
async def get_calendar_workbook() -> Response:
    """The calendar as a workbook to fill in and send back; empty but for its header where nothing is kept."""
    return await to_thread.run_sync(_make_workbook, limiter=forms.limiter())


@router.put(
    "/workbook",
    response_model=CalendarReplacedResponse,
    dependencies=[guards.may_upload],
    openapi_extra=forms.describe_form(forms.CALENDAR_FIELDS),
    responses={code: {"model": Error} for code in (413, 415, 429)},
)
async def put_calendar_workbook(request: Request, who: guards.Caller) -> dict[str, Any]:
    """Replace the calendar by that of a workbook; where a cell is wrong all of it stays as it was."""

    def replace(sent: forms.Sent) -> dict[str, Any]:
        entries, left_out = accept_calendar(sent.path, sent.wish.date_order)
        return {**_replace(entries, who), "left_out": left_out}

    with limiting.admitted(who):
        async with forms.received(request) as form:
            return await forms.with_file(form, replace, known=tuple(forms.CALENDAR_FIELDS))


def _make_workbook() -> Response:
    with reading(deployment.warehouse()) as connection:
        entries = calendar.read(connection)
    return templates.answer_calendar([_plain(entry) for entry in entries])


def _replace(entries: Sequence[dict[str, Any]], who: str) -> dict[str, Any]:
    with writing(deployment.warehouse()) as connection:
        calendar.replace(connection, entries, who, _keep)
        return calendar.search(connection, Page())


def _keep(entries: list[dict[str, Any]]) -> str:
    """Leave a calendar in the object storage; returns its key."""
    content = json.dumps([_plain(entry) for entry in entries], ensure_ascii=False).encode()
    deployment.storage().write(calendar_key(content), content)
    return calendar_key(content)


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    days = {day: entry[day].isoformat() for day in ("first_day", "last_day")}
    return {**days, **{name: entry[name] for name in ("event", "product", "unit_price")}}
