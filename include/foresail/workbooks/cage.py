"""Works on a file in a process of its own with limits on memory and time: what dies there is an answer."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from foresail import errors
from foresail.errors import NotAWorkbook, WorkbookRefused, WorkbookTooCostly
from foresail.validation.options import ReadingOptions

log = logging.getLogger(__name__)
SALES = "sales.parquet"
FINDINGS = "findings.parquet"
PRODUCTS = "products.json"
REPORT = "report.json"
REFUSED = "refused.json"
CALENDAR = "calendar.json"
PAGE_FINDINGS = 10_000
# Address space is several times what is really held; it ends what asks for gigabytes at once.
ADDRESS_SPACE_PER_MEMORY = 4
LOOK_SECONDS = 0.02
# What a process that may be turned against us gets of the environment: no Connection, no key.
NEEDED = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV"}
TOO_COSTLY = (
    "Reading the file took more memory or time than is allowed.",
    "Split the workbook, or ask for a higher FORESAIL_PARSE_MEMORY_MIB or FORESAIL_PARSE_SECONDS.",
)


@dataclass(frozen=True)
class Limits:
    """How much memory (resident), CPU time and unpacked size one file may take."""

    memory_mib: int
    seconds: int
    unpacked_mib: int


class ReaderDied(Exception):
    """The process ended without a word: the file made a reader abort."""


def page_of_findings(number: int) -> str:
    """The name of a page of PAGE_FINDINGS findings, a JSON object a line."""
    return f"findings-{number:05d}.jsonl"


def check_caged(path: Path, into: Path, today: str, options: ReadingOptions, limits: Limits) -> None:
    """Check `path` and leave SALES, FINDINGS, its pages, PRODUCTS and REPORT in the folder `into`.

    Raises the WorkbookRefused that the check ended in; a crash, a hang or an exhausted limit is one too. What
    makes the first reader abort is given to the second.
    """
    task = {"do": "check", "path": str(path), "today": today, "options": asdict(options)}
    _run_readers(task, into, limits)


def read_calendar_caged(path: Path, into: Path, date_order: str | None, limits: Limits) -> dict[str, Any]:
    """The `entries` of a calendar's workbook, and what was `left_out`; raises as `check_caged`."""
    _run_readers({"do": "calendar", "path": str(path), "date_order": date_order}, into, limits)
    return json.loads((into / CALENDAR).read_text())


def _run_readers(task: dict[str, Any], into: Path, limits: Limits) -> None:
    for second_reader in (False, True):
        try:
            return _run({**task, "into": str(into), "second_reader": second_reader}, into, limits)
        except ReaderDied:
            continue
    raise NotAWorkbook(
        "The file made its readers stop: it is damaged, or written in a way that none of them knows.",
        "Open it in Excel or LibreOffice, save it as .xlsx and send that.",
    )


def mark_caged(path: Path, findings: Path, into: Path, limits: Limits) -> str:
    """Mark the findings (a Parquet file) in a copy of the workbook; returns the copy's name in `into`.

    Raises WorkbookTooCostly where that takes more than the limits.
    """
    try:
        _run({"do": "mark", "path": str(path), "into": str(into), "findings": str(findings)}, into, limits)
    except ReaderDied as died:
        raise WorkbookTooCostly(
            "The workbook could not be marked.", "Look at its findings instead."
        ) from died
    return next(file.name for file in into.iterdir() if file.stem == "marked")


def _run(task: dict[str, Any], into: Path, limits: Limits) -> None:
    """Run a task in the cage; raises what refused the file, or ReaderDied."""
    with tempfile.TemporaryFile() as errors_told:
        process = subprocess.Popen(
            [sys.executable, "-m", "foresail.workbooks.caged"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors_told,
            env={name: value for name, value in os.environ.items() if name in NEEDED},
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps({**task, "limits": asdict(limits)}).encode())
        is_within = _watch(process, limits)
        errors_told.seek(0)
        told = errors_told.read()[-65536:]
    refused = into / REFUSED
    if refused.exists():
        raise _refusal(json.loads(refused.read_text()))
    if not is_within or (process.returncode and (b"emory" in told or process.returncode in (-9, -24))):
        raise WorkbookTooCostly(*TOO_COSTLY)
    if process.returncode:
        log.warning("A check ended with %s: %s", process.returncode, told.decode(errors="replace")[-4000:])
        raise ReaderDied


def _watch(process: subprocess.Popen[bytes], limits: Limits) -> bool:
    """Wait for the end; False where the process was ended for holding too much memory or taking too long."""
    deadline = time.monotonic() + limits.seconds + 10
    try:
        while True:
            try:
                process.wait(LOOK_SECONDS)
                return True
            except subprocess.TimeoutExpired:
                held = _resident_bytes(process.pid)
            if held > limits.memory_mib * 1024**2 or time.monotonic() > deadline:
                return False
    finally:
        process.kill()
        process.wait()


def _resident_bytes(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _refusal(told: dict[str, Any]) -> WorkbookRefused:
    kind = getattr(errors, told["kind"])
    assert issubclass(kind, WorkbookRefused)
    return kind(told["message"], told["hint"], told["details"])
