"""Hands planners' files to the sandbox, and explains what could not be read, or not within the limits."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.intake import works
from foresail.intake.options import ReadingOptions
from foresail.sandbox import running
from foresail.sandbox.limits import Limits, read_limits
from foresail.sandbox.running import Work, WorkerDied, WorkTooCostly


def check_file(
    path: Path, into: Path, today: date, options: ReadingOptions, limits: Limits | None = None
) -> None:
    """Check a sales workbook and write the results (`intake.works`) into the folder `into`.

    Raises the WorkbookRefused that the check ended in; a crash, a hang or an exhausted limit is one too. What
    makes the first reader abort is given to the second.
    """
    task = {"path": str(path), "today": today.isoformat(), "options": asdict(options)}
    _read(works.check, task, into, limits or read_limits())


def read_calendar_file(
    path: Path, date_order: str | None, limits: Limits | None = None, *, encoding: str | None = None
) -> dict[str, Any]:
    """The `entries` of a calendar's workbook, and what was `left_out`; raises as `check_file`."""
    with TemporaryDirectory(prefix="foresail-calendar-") as folder:
        task = {"path": str(path), "date_order": date_order, "encoding": encoding}
        result: dict[str, Any] = _read(works.read_calendar, task, Path(folder), limits or read_limits())
    return result


def read_cells_of_file(
    path: Path, sheet: str, cell: str, limits: Limits | None = None, *, encoding: str | None = None
) -> dict[str, Any]:
    """The rows around a cell, such as C7, as they stand in a sheet (`intake.excerpts`).

    `encoding` is the one that a .csv file was read in. Raises as `check_file`, and BadRequest for another
    sheet.
    """
    task = {"path": str(path), "sheet": sheet, "cell": cell, "encoding": encoding}
    with TemporaryDirectory(prefix="foresail-cells-") as folder:
        cells: dict[str, Any] = _read(works.read_cells, task, Path(folder), limits or read_limits())
    return cells


def mark_file(
    path: Path, findings: Path, into: Path, limits: Limits | None = None, *, encoding: str | None = None
) -> str:
    """Mark the findings (a Parquet file) in a copy of the workbook; returns the copy's name in `into`.

    `encoding` is the one that a .csv file was read in. Raises WorkbookTooCostly where that takes
    more than the limits.
    """
    task = {"path": str(path), "findings": str(findings), "encoding": encoding}
    try:
        return str(running.run(works.mark, task, into, limits or read_limits()))
    except WorkTooCostly as costly:
        raise _too_costly() from costly
    except WorkerDied as died:
        raise WorkbookTooCostly(
            "The workbook could not be marked.", "See its list of findings instead."
        ) from died


def _read(work: Work, task: Mapping[str, Any], into: Path, limits: Limits) -> Any:
    for second_reader in (False, True):
        try:
            return running.run(work, {**task, "second_reader": second_reader}, into, limits)
        except WorkTooCostly as costly:
            raise _too_costly() from costly
        except WorkerDied:
            continue
    raise NotAWorkbook(
        "The file could not be read: it is damaged, or in an unknown variant of its format.",
        "Open it in Excel or LibreOffice, save it as .xlsx and upload that.",
    )


def _too_costly() -> WorkbookTooCostly:
    return WorkbookTooCostly(
        "Reading the file took more memory or time than is allowed.",
        "Split the workbook, or ask an administrator to raise FORESAIL_PARSE_MEMORY_MIB or "
        "FORESAIL_PARSE_SECONDS.",
    )
