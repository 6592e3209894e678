"""Checks a file in a process of its own with limits on memory and time: what dies there is an answer."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from foresail import errors
from foresail.errors import NotAWorkbook, WorkbookRefused, WorkbookTooCostly

SALES = "sales.parquet"
FINDINGS = "findings.jsonl"
REPORT = "report.json"
REFUSED = "refused.json"
# What the child needs for its own code and libraries, beside what the file takes.
OWN_MEMORY_MIB = 512
# What a process that may be turned against us gets of the environment: no Connection, no key.
NEEDED = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV"}
TOO_COSTLY = (
    "Reading the file took more memory or time than is allowed.",
    "Split the workbook into smaller ones, or ask for a higher FORESAIL_PARSE_MEMORY_MIB.",
)


@dataclass(frozen=True)
class Limits:
    """How much memory and time one file may take."""

    memory_mib: int
    seconds: int


def check_caged(path: Path, into: Path, today: str, date_order: str | None, limits: Limits) -> None:
    """Check `path` and leave SALES, FINDINGS and REPORT in the folder `into`.

    Raises the WorkbookRefused that the check ended in; a crash, a hang or an exhausted limit is one too.
    """
    task = {
        "path": str(path),
        "into": str(into),
        "today": today,
        "date_order": date_order,
        "memory_mib": limits.memory_mib + OWN_MEMORY_MIB,
        "seconds": limits.seconds,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "foresail.workbooks.caged"],
            input=json.dumps(task).encode(),
            capture_output=True,
            env={name: value for name, value in os.environ.items() if name in NEEDED},
            timeout=limits.seconds + 10,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise WorkbookTooCostly(*TOO_COSTLY) from expired
    refused = into / REFUSED
    if refused.exists():
        raise _refusal(json.loads(refused.read_text()))
    if done.returncode or not (into / REPORT).exists():
        if b"emory" in done.stderr or done.returncode in (-9, -24):
            raise WorkbookTooCostly(*TOO_COSTLY)
        raise NotAWorkbook(
            "The file made its reader stop: it is damaged, or made to do harm.",
            "Open it in Excel or LibreOffice, save it as .xlsx and send that.",
        )


def _refusal(told: dict[str, str]) -> WorkbookRefused:
    kind = getattr(errors, told["kind"])
    assert issubclass(kind, WorkbookRefused)
    return kind(told["message"], told["hint"])
