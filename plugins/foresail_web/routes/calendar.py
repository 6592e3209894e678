"""The calendar that the global model may know: events, promotions, planned prices; as JSON or a workbook."""

from typing import Any

from fastapi import Request, Response
from foresail import deployment
from foresail.calendar_workbooks.accepting import accept_calendar
from foresail.warehouse import calendar
from foresail.warehouse.connecting import reading, writing

from foresail_web import forms, guards, limiting, templates
from foresail_web.models.body import Error
from foresail_web.models.calendar import CalendarBody, CalendarResponse
from foresail_web.routing import noun

router = noun("/calendar", "calendar")
FILE = {200: {"content": {templates.XLSX: {}}, "description": "The workbook."}}


@router.get("", response_model=CalendarResponse, dependencies=[guards.may_read_forecasts])
def get_calendar() -> dict[str, Any]:
    """All entries, by day."""
    return _told(_read())


@router.put("", response_model=CalendarResponse, dependencies=[guards.may_upload])
def put_calendar(body: CalendarBody, who: guards.Caller) -> dict[str, Any]:
    """Replace the calendar; the next training learns from its past and forecasts with what lies ahead."""
    return _told(_replace([entry.model_dump() for entry in body.entries], who))


@router.get("/workbook", dependencies=[guards.may_read_forecasts], responses=FILE, response_class=Response)
def get_calendar_workbook() -> Response:
    """The calendar as a workbook to fill in and send back; empty but for its header where nothing is kept."""
    days = ("first_day", "last_day")
    entries = [entry | {day: entry[day].isoformat() for day in days} for entry in _read()]
    return templates.answer_calendar(entries)


@router.put(
    "/workbook",
    response_model=CalendarResponse,
    dependencies=[guards.may_upload],
    openapi_extra=forms.describe_form(forms.CALENDAR_FIELDS),
    responses={code: {"model": Error} for code in (413, 415, 429)},
)
async def put_calendar_workbook(request: Request, who: guards.Caller) -> dict[str, Any]:
    """Replace the calendar by that of a workbook; where a cell is wrong all of it stays as it was."""

    def replace(sent: forms.Sent) -> list[dict[str, Any]]:
        return _replace(accept_calendar(sent.path, sent.wish.date_order), who)

    with limiting.admitted(who):
        async with forms.received(request) as form:
            return _told(await forms.with_file(form, replace, known=tuple(forms.CALENDAR_FIELDS)))


def _read() -> list[dict[str, Any]]:
    with reading(deployment.warehouse()) as connection:
        return calendar.read(connection)


def _replace(entries: list[dict[str, Any]], who: str) -> list[dict[str, Any]]:
    with writing(deployment.warehouse()) as connection:
        calendar.replace(connection, entries, who)
        return calendar.read(connection)


def _told(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"total": len(entries), "entries": entries}
