"""The calendar: events, promotions and planned prices that the global model may know."""

from typing import Any

from foresail import deployment
from foresail.warehouse import calendar
from foresail.warehouse.connecting import reading, writing

from foresail_web import guards
from foresail_web.models.calendar import CalendarBody, CalendarResponse
from foresail_web.routing import noun

router = noun("/calendar", "calendar")


@router.get("", response_model=CalendarResponse, dependencies=[guards.may_read_forecasts])
def get_calendar() -> dict[str, Any]:
    """All entries, by day."""
    with reading(deployment.warehouse()) as connection:
        entries = calendar.read(connection)
    return {"total": len(entries), "entries": entries}


@router.put("", response_model=CalendarResponse, dependencies=[guards.may_edit_training])
def put_calendar(body: CalendarBody, who: guards.Caller) -> dict[str, Any]:
    """Replace the calendar; the next training learns from its past and forecasts with what lies ahead."""
    with writing(deployment.warehouse()) as connection:
        calendar.replace(connection, [entry.model_dump() for entry in body.entries], who)
        entries = calendar.read(connection)
    return {"total": len(entries), "entries": entries}
