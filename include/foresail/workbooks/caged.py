"""The inside of the cage: run as a process, told what to do on standard input, limited before it reads."""

import json
import os
import resource
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from foresail.workbooks.cage import (
    ADDRESS_SPACE_PER_MEMORY,
    CALENDAR,
    FINDINGS,
    PAGE_FINDINGS,
    PRODUCTS,
    REFUSED,
    REPORT,
    SALES,
    Limits,
    page_of_findings,
)


def main() -> None:
    """Limit this process, do the task and leave the outcome in the folder."""
    task = json.load(sys.stdin)
    limits = Limits(**task["limits"])
    limit_process(limits)
    # Every thread of a pool reserves address space, and two suffice.
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    from foresail.errors import WorkbookRefused

    try:
        {"check": _check, "mark": _mark, "calendar": _calendar}[task["do"]](task, Path(task["into"]), limits)
    except WorkbookRefused as refused:
        told = {
            "kind": type(refused).__name__,
            "message": refused.message,
            "hint": refused.hint,
            "details": refused.details,
        }
        (Path(task["into"]) / REFUSED).write_text(json.dumps(told))


def limit_process(limits: Limits) -> None:
    """Bound address space, CPU time, files and core dumps of this process."""
    space = limits.memory_mib * ADDRESS_SPACE_PER_MEMORY * 1024**2
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (space, space))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def _check(task: dict[str, Any], into: Path, limits: Limits) -> None:
    from foresail.validation.checking import check
    from foresail.validation.options import ReadingOptions

    checked = check(
        Path(task["path"]),
        date.fromisoformat(task["today"]),
        ReadingOptions(**task["options"]),
        unpacked_max_bytes=limits.unpacked_mib * 1024**2,
        second_reader=task["second_reader"],
    )
    checked.sales.write_parquet(into / SALES)
    checked.findings.write_parquet(into / FINDINGS)
    for number, page in enumerate(checked.findings.iter_slices(PAGE_FINDINGS)):
        page.write_ndjson(into / page_of_findings(number))
    products = [asdict(product) for product in checked.products]
    (into / PRODUCTS).write_text(json.dumps(products, ensure_ascii=False))
    (into / REPORT).write_text(json.dumps(asdict(checked.report), ensure_ascii=False))


def _calendar(task: dict[str, Any], into: Path, limits: Limits) -> None:
    from foresail.calendar_workbooks.reading import read_calendar

    read = read_calendar(
        Path(task["path"]),
        task["date_order"],
        unpacked_max_bytes=limits.unpacked_mib * 1024**2,
        second_reader=task["second_reader"],
    )
    (into / CALENDAR).write_text(json.dumps(asdict(read), ensure_ascii=False))


def _mark(task: dict[str, Any], into: Path, limits: Limits) -> None:
    import polars as pl

    from foresail.workbooks.formats import recognise
    from foresail.workbooks.marking import mark, marked_suffix

    source = Path(task["path"])
    kind = recognise(source)
    findings = pl.read_parquet(task["findings"])
    mark(source, kind, findings, into / f"marked{marked_suffix(kind, source)}")


if __name__ == "__main__":
    main()
