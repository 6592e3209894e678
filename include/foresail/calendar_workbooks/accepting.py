"""Takes a calendar's workbook from outside: read in the cage, refused as a whole or given as entries."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail import checks
from foresail.errors import CalendarRefused
from foresail.workbooks.cage import read_calendar_caged

ENTRIES_MAX = 100_000
FINDINGS_TOLD = 100


def accept_calendar(path: Path, date_order: str | None) -> list[dict[str, Any]]:
    """The entries of the workbook at `path`; raises CalendarRefused, or a WorkbookRefused."""
    with TemporaryDirectory(prefix="foresail-calendar-") as folder:
        told = read_calendar_caged(path, Path(folder), date_order, checks.limits())
    entries, findings = told["entries"], told["findings"]
    if findings:
        first = findings[0]
        place = f"{first['sheet']}!{first['cell']}" if first["cell"] else f"row {first['row']}"
        raise CalendarRefused(
            f"{len(findings)} cells of the calendar cannot be used. The first is {place}: {first['message']}",
            f"{first['remedy']} Nothing was changed.",
            {"total": len(findings), "findings": findings[:FINDINGS_TOLD]},
        )
    if len(entries) > ENTRIES_MAX:
        raise CalendarRefused(
            f"The calendar has {len(entries):,} rows; {ENTRIES_MAX:,} is the most.",
            "Leave out what is long past. Nothing was changed.",
        )
    days = ("first_day", "last_day")
    return [entry | {day: date.fromisoformat(entry[day]) for day in days} for entry in entries]
