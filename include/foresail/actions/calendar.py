"""Changes the calendar of events, promotions and planned prices: an entry, or all of it.

A calendar that is replaced stays in storage.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foresail.actions.unit import change
from foresail.airflow import connections
from foresail.clock import now
from foresail.intake.calendars.accepting import accept_calendar
from foresail.intake.calendars.rules import DAYS_MAX, EARLIEST, ENTRIES_MAX, EVENT_MAX, LATEST, PRODUCT_MAX
from foresail.paging import Page
from foresail.storage.keys import calendar_key
from foresail.warehouse import calendar
from foresail.warehouse.calendar import Entry, StoredEntry

__all__ = [
    "DAYS_MAX", "EARLIEST", "ENTRIES_MAX", "EVENT_MAX", "LATEST", "PRODUCT_MAX", "add",
    "change_entry", "remove", "replace", "replace_by_workbook",
]  # fmt: skip


@dataclass(frozen=True)
class Replaced:
    """The first page of the new calendar, and what of a workbook was left out."""

    total: int
    entries: list[Entry]
    left_out: Sequence[str] = ()


def replace(entries: Sequence[Entry], who: str, left_out: Sequence[str] = ()) -> Replaced:
    """Keep these entries, in place of all that were kept; raises BadRequest, and then nothing is changed."""
    with change(who) as made:
        before = calendar.replace(made.connection, entries)
        made.log(
            "replace calendar",
            "calendar",
            before={"entries": len(before), "kept_as": _keep(before) if before else None},
            after={"entries": len(entries), "at": now().isoformat()},
        )
        found: dict[str, Any] = calendar.search(made.connection, Page())
    return Replaced(found["total"], found["entries"], left_out)


def add(entry: Entry, who: str) -> tuple[StoredEntry, bool]:
    """Keep an entry, too; returns it, and whether it is new: the same one is kept once. Raises BadRequest."""
    with change(who) as made:
        kept, is_new = calendar.add(made.connection, entry)
        made.is_void = not is_new
        if is_new:
            made.log("add calendar entry", f"calendar entry {kept['id']}", after=calendar.as_plain(kept))
    return kept, is_new


def change_entry(number: int, entry: Entry, who: str, version: str | None = None) -> StoredEntry:
    """Keep an entry in the place of one, where that is still of this version; returns it.

    Raises UnknownEntry, EntryChanged or BadRequest, and then nothing is changed.
    """
    with change(who) as made:
        before, after = calendar.change(made.connection, number, entry, version)
        made.is_void = before == after
        if not made.is_void:
            plain = {"before": calendar.as_plain(before), "after": calendar.as_plain(after)}
            made.log("change calendar entry", f"calendar entry {number}", **plain)
    return after


def remove(number: int, who: str, version: str | None = None) -> None:
    """Forget an entry, where it is still of this version; raises UnknownEntry or EntryChanged."""
    with change(who) as made:
        before = calendar.remove(made.connection, number, version)
        made.log("remove calendar entry", f"calendar entry {number}", before=calendar.as_plain(before))


def replace_by_workbook(
    path: Path, date_order: str | None, who: str, encoding: str | None = None
) -> Replaced:
    """The same by a workbook; raises CalendarRefused where a cell is wrong."""
    entries, left_out = accept_calendar(path, date_order, encoding)
    return replace(entries, who, left_out)


def _keep(entries: Sequence[Entry]) -> str:
    """Leave a calendar in the object storage; returns its key."""
    content = json.dumps([calendar.as_plain(entry) for entry in entries], ensure_ascii=False).encode()
    connections.storage().write(calendar_key(content), content)
    return calendar_key(content)
