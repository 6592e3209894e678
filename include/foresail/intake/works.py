"""The tasks on planners' files that run inside the sandbox; heavy imports happen inside each."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from foresail.intake.shapes import Changes
from foresail.sandbox.limits import Limits
from foresail.storage.keys import CHECK_WHOLE
from foresail.warehouse.shapes import WithdrawalChanges

LIBRARIES = (
    "fastexcel",
    "foresail.intake.changes",
    "foresail.intake.checking",
)
"""What the sandbox loads once, for all of its processes."""
SALES = CHECK_WHOLE
FINDINGS = "findings.parquet"
PRODUCTS = "products.json"
UNUSUAL = "unusual.parquet"
ATTRIBUTES = "attributes.parquet"
FIRST_ROWS = "first-rows.json"
REPORT = "report.json"
PAGE_FINDINGS = 10_000


def page_of_findings(number: int) -> str:
    """The name of a page of PAGE_FINDINGS findings, a JSON object a line."""
    return f"findings-{number:05d}.jsonl"


def check(task: Mapping[str, Any], into: Path, limits: Limits) -> None:
    """Check a workbook of sales; leaves all that a StoredCheck reads, the report last."""
    from foresail.intake import checking
    from foresail.intake.options import ReadingOptions

    checked = checking.check(
        Path(task["path"]),
        date.fromisoformat(task["today"]),
        ReadingOptions(**task["options"]),
        unpacked_max_bytes=limits.unpacked_mib * 1024**2,
        second_reader=task["second_reader"],
    )
    checked.sales.write_parquet(into / SALES)
    checked.findings.write_parquet(into / FINDINGS)
    checked.unusual.write_parquet(into / UNUSUAL)
    checked.attributes.write_parquet(into / ATTRIBUTES)
    for number, page in enumerate(checked.findings.iter_slices(PAGE_FINDINGS)):
        page.write_ndjson(into / page_of_findings(number))
    products = [asdict(product) for product in checked.products]
    (into / PRODUCTS).write_text(json.dumps(products, ensure_ascii=False))
    (into / FIRST_ROWS).write_text(json.dumps(checked.first_rows, ensure_ascii=False))
    (into / REPORT).write_text(json.dumps(asdict(checked.report), ensure_ascii=False))


def read_calendar(task: Mapping[str, Any], _: Path, limits: Limits) -> dict[str, Any]:
    """Read a calendar's workbook: its `entries`, days in ISO, and what was `left_out`."""
    from foresail.intake.calendars import reading

    read = reading.read_calendar(
        Path(task["path"]),
        task["date_order"],
        encoding=task["encoding"],
        unpacked_max_bytes=limits.unpacked_mib * 1024**2,
        second_reader=task["second_reader"],
    )
    return asdict(read)


def read_cells(task: Mapping[str, Any], _: Path, limits: Limits) -> dict[str, Any]:
    """Read the rows around a cell of a sheet; raises BadRequest where there is no such sheet."""
    from foresail.columns import rate_header
    from foresail.errors import BadRequest
    from foresail.intake.excerpts import excerpt_around
    from foresail.workbooks.formats import recognise
    from foresail.workbooks.marking_plan import column_number
    from foresail.workbooks.reading import read_book

    path, name = Path(task["path"]), task["sheet"]
    book = read_book(
        path,
        recognise(path),
        rate_header,
        unpacked_max_bytes=limits.unpacked_mib * 1024**2,
        second_reader=task["second_reader"],
        encoding=task["encoding"],
    )
    for sheet in book.sheets:
        if sheet.name == name:
            letters = task["cell"].rstrip("0123456789")
            row = int(task["cell"][len(letters) :])
            return excerpt_around(sheet, row - 1, column_number(letters) - 1)
    raise BadRequest(f"The workbook has no sheet named {name[:40]!r}.", "Name the sheet of a finding.")


def mark(task: Mapping[str, Any], into: Path, _: Limits) -> str:
    """Mark findings in a copy of the workbook; returns the copy's name."""
    from foresail.intake.marking import mark_workbook

    return mark_workbook(Path(task["path"]), Path(task["findings"]), into, task["encoding"])


def preview(task: Mapping[str, Any], _: Path, __: Limits) -> Changes:
    """Say what storing the lines of a checked file would change, and which of its products are unseen."""
    from foresail.intake.changes import foresee_changes

    files = Path(task["sales"]), Path(task["products"])
    how = task["mode"], task["covers"], task["period"]
    return foresee_changes(task["database"], *files, Path(task["unusual"]), *how)


def preview_withdrawal(task: Mapping[str, Any], _: Path, __: Limits) -> WithdrawalChanges:
    """Say what withdrawing an upload would change."""
    from foresail.intake.changes import foresee_withdrawal

    return foresee_withdrawal(task["database"], task["upload_id"])


def make_template(task: Mapping[str, Any], into: Path, _: Limits) -> None:
    """Write the workbook that planners fill in, as the task's `name`."""
    from foresail.intake.sales_template import make_template as make

    make(into / task["name"], with_example=task["with_example"])


def make_calendar(task: Mapping[str, Any], into: Path, _: Limits) -> None:
    """Write the calendar's workbook with the task's entries, as its `name`."""
    from foresail.intake.calendars.writing import make_calendar as make

    make(into / task["name"], task["entries"])
