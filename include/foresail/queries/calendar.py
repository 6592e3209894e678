"""Reads the calendar: events, promotions and planned prices; as rows, and as the workbook to fill in."""

from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.intake import works
from foresail.queries.transaction import question
from foresail.sandbox import running
from foresail.sandbox.limits import read_limits
from foresail.warehouse import calendar, past_events

NAME = "calendar.xlsx"


search = question(calendar.search)
search_effects = question(past_events.search)


def make_workbook() -> bytes:
    """The calendar as a workbook to fill in and send back; empty but for its header where nothing is kept."""
    entries = [calendar.as_plain(entry) for entry in _read()]
    with TemporaryDirectory(prefix="foresail-calendar-") as folder:
        task = {"name": NAME, "entries": entries}
        running.run(works.make_calendar, task, Path(folder), read_limits())
        return (Path(folder) / NAME).read_bytes()


_read = question(calendar.read)
