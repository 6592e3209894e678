"""The inside of the cage: run as a process, told what to do on standard input, limited before it reads."""

import json
import os
import resource
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from foresail.workbooks.cage import FINDINGS, REFUSED, REPORT, SALES


def main() -> None:
    """Limit this process, check the file and leave the outcome in the folder."""
    task = json.load(sys.stdin)
    limit_process(task["memory_mib"] * 1024**2, task["seconds"])
    # Every thread of a pool reserves address space, and two suffice.
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    from foresail.errors import WorkbookRefused
    from foresail.validation.checking import check

    into = Path(task["into"])
    try:
        checked = check(Path(task["path"]), date.fromisoformat(task["today"]), task["date_order"])
    except WorkbookRefused as refused:
        told = {"kind": type(refused).__name__, "message": refused.message, "hint": refused.hint}
        (into / REFUSED).write_text(json.dumps(told))
        return
    checked.sales.write_parquet(into / SALES)
    checked.findings.write_ndjson(into / FINDINGS)
    (into / REPORT).write_text(json.dumps(asdict(checked.report), ensure_ascii=False))


def limit_process(memory_bytes: int, seconds: int) -> None:
    """Bound address space, CPU time, files and core dumps of this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_bytes, memory_bytes))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    main()
