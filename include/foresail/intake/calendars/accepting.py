"""Accepts a calendar's workbook: refused as a whole, or returned as entries."""

from datetime import date
from pathlib import Path
from typing import Any

from foresail.intake.checks import read_calendar_file
from foresail.intake.options import check_encoding, check_order
from foresail.warehouse.calendar import Entry


def accept_calendar(
    path: Path, date_order: str | None, encoding: str | None = None
) -> tuple[list[Entry], list[str]]:
    """The entries of the workbook at `path`, and in words what it holds beside them.

    Raises BadRequest for an order or an encoding that is none, CalendarRefused, or another WorkbookRefused.
    """
    check_order(date_order)
    result = read_calendar_file(path, date_order, encoding=check_encoding(encoding))
    return [_read(entry) for entry in result["entries"]], result["left_out"]


def _read(entry: dict[str, Any]) -> Entry:
    return Entry(
        first_day=date.fromisoformat(entry["first_day"]),
        last_day=date.fromisoformat(entry["last_day"]),
        event=entry["event"],
        product=entry["product"],
        unit_price=entry["unit_price"],
    )
