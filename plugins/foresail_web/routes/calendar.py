"""The calendar that the global model may know: events, promotions, planned prices; as JSON or a workbook."""

from datetime import date
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Query, Request, Response
from foresail.actions import calendar as actions
from foresail.actions.calendar import Entry, Replaced, StoredEntry
from foresail.queries import calendar as queries

from foresail_web import downloads, forms
from foresail_web.access import limits, permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged
from foresail_web.preconditions import IfMatch, read_version
from foresail_web.schemas.body import Error
from foresail_web.schemas.calendar import (
    CalendarBody,
    CalendarEntry,
    CalendarReadResponse,
    CalendarReplacedResponse,
    CalendarRow,
    EventEffectCollectionResponse,
)

router = noun("/calendar", "calendar")
After = Annotated[date | None, Query(description="Only what ends after this day.")]
CHANGED: dict[int | str, dict[str, Any]] = {
    412: {"model": Error, "description": "Someone has changed the entry since it was read."}
}
FILE = {200: {"content": {downloads.XLSX: {}}, "description": "The workbook."}}


@router.get("", response_model=CalendarReadResponse, dependencies=[permissions.may_read_forecasts])
async def list_calendar(
    page: Paged,
    request: Request,
    after: After = None,
) -> dict[str, Any]:
    """Events, promotions and planned prices; sorted by `first_day`, `last_day`, `event` or `unit_price`."""
    found = await to_thread.run_sync(queries.search, page, after)
    return {
        **found,
        "may_edit": await permissions.sends_uploads.opens_for(request),
        "may_train": await permissions.asks_for_training.opens_for(request),
    }


@router.get(
    "/effects", response_model=EventEffectCollectionResponse, dependencies=[permissions.may_read_forecasts]
)
def list_effects(page: Paged, after: After = None) -> dict[str, Any]:
    """What each event did when it came last: units sold with it, and what is usual; sorted by `event`."""
    return queries.search_effects(page, after)


@router.put("", response_model=CalendarReplacedResponse, dependencies=[permissions.may_upload])
def put_calendar(body: CalendarBody, who: permissions.Caller) -> Replaced:
    """Replace the calendar; the next training learns from its past and forecasts with what lies ahead."""
    return actions.replace([_read(entry) for entry in body.entries], who)


@router.post(
    "/entries",
    status_code=201,
    response_model=CalendarRow,
    dependencies=[permissions.may_upload],
    responses={200: {"model": CalendarRow, "description": "This very entry was kept before."}},
)
def add_entry(entry: CalendarEntry, who: permissions.Caller, response: Response) -> StoredEntry:
    """Keep one more entry; the very same one is kept once."""
    kept, is_new = actions.add(_read(entry), who)
    response.status_code = 201 if is_new else 200
    return kept


@router.put(
    "/entries/{entry_id}",
    response_model=CalendarRow,
    responses=CHANGED,
    dependencies=[permissions.may_upload],
)
def change_entry(
    entry_id: int, entry: CalendarEntry, who: permissions.Caller, if_match: IfMatch = None
) -> StoredEntry:
    """Keep an entry in the place of one, which keeps its number."""
    return actions.change_entry(entry_id, _read(entry), who, read_version(if_match))


@router.delete(
    "/entries/{entry_id}", status_code=204, responses=CHANGED, dependencies=[permissions.may_upload]
)
def remove_entry(entry_id: int, who: permissions.Caller, if_match: IfMatch = None) -> None:
    """Forget an entry."""
    actions.remove(entry_id, who, read_version(if_match))


def _read(entry: CalendarEntry) -> Entry:
    return Entry(**entry.model_dump())


@router.get(
    "/workbook", dependencies=[permissions.may_read_forecasts], responses=FILE, response_class=Response
)
async def get_calendar_workbook() -> Response:
    """The calendar as a workbook to fill in and send back; empty but for its header where nothing is kept."""
    made = await to_thread.run_sync(queries.make_workbook, limiter=forms.limiter())
    return downloads.answer_workbook(made, "foresail-calendar.xlsx")


@router.put(
    "/workbook",
    response_model=CalendarReplacedResponse,
    dependencies=[permissions.may_upload],
    openapi_extra=forms.describe_form(forms.CALENDAR_FIELDS),
    responses={code: {"model": Error} for code in (413, 415, 429)},
)
async def put_calendar_workbook(request: Request, who: permissions.Caller) -> Replaced:
    """Replace the calendar by that of a workbook; where a cell is wrong all of it stays as it was."""

    def replace(sent: forms.Sent) -> Replaced:
        return actions.replace_by_workbook(sent.path, sent.options.date_order, who, sent.options.encoding)

    with limits.admitted(who):
        async with forms.received(request) as form:
            return await forms.with_file(form, replace, known=tuple(forms.CALENDAR_FIELDS))
