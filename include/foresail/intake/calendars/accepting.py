"""Takes a calendar's workbook from outside: refused as a whole, or given as entries."""

from datetime import date
from pathlib import Path
from typing import Any

from foresail.intake.checks import read_calendar_file
from foresail.intake.options import check_order


def accept_calendar(path: Path, date_order: str | None) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of the workbook at `path`, and in words what it holds beside them.

    Raises BadRequest for an order that is none, CalendarRefused, or another WorkbookRefused.
    """
    check_order(date_order)
    told = read_calendar_file(path, date_order)
    days = ("first_day", "last_day")
    entries = [entry | {day: date.fromisoformat(entry[day]) for day in days} for entry in told["entries"]]
    return entries, told["left_out"]
