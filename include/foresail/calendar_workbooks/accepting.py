"""Takes a calendar's workbook from outside: read in the cage, refused as a whole or given as entries."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail import checks
from foresail.validation.options import check_order
from foresail.workbooks.cage import read_calendar_caged


def accept_calendar(path: Path, date_order: str | None) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of the workbook at `path`, and in words what it holds beside them.

    Raises BadRequest for an order that is none, CalendarRefused, or another WorkbookRefused.
    """
    check_order(date_order)
    with TemporaryDirectory(prefix="foresail-calendar-") as folder:
        told = read_calendar_caged(path, Path(folder), date_order, checks.limits())
    days = ("first_day", "last_day")
    entries = [entry | {day: date.fromisoformat(entry[day]) for day in days} for entry in told["entries"]]
    return entries, told["left_out"]
