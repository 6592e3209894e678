"""Workbooks to fill in, each made in a process of its own, and how any workbook is sent."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
# A calendar of a hundred thousand entries takes five seconds, on a machine that has nothing else to do.
MAKING_SECONDS = 120


def answer(example: bool) -> Response:
    """The template, or the example: made once a process."""
    name = "foresail-example.xlsx" if example else "foresail-template.xlsx"
    return Response(_made(example), media_type=XLSX, headers=attachment(name))


def attachment(name: str) -> dict[str, str]:
    """The headers of a file that is to be saved: its name may hold any sign, and none may end a header."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " -_.()") else "_" for sign in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


def answer_calendar(entries: list[dict[str, Any]]) -> Response:
    """The calendar's workbook with these entries, days in ISO."""
    made = _make("foresail.calendar_workbooks.writing", stdin=json.dumps(entries).encode())
    return Response(made, media_type=XLSX, headers=attachment("foresail-calendar.xlsx"))


@cache
def _made(example: bool) -> bytes:
    return _make("foresail.workbooks.template", *(["--example"] if example else []))


def _make(module: str, *options: str, stdin: bytes = b"") -> bytes:
    """The workbook that a module makes; the api-server loads no library for them."""
    with TemporaryDirectory(prefix="foresail-template-") as folder:
        path = Path(folder) / "template.xlsx"
        command = [sys.executable, "-m", module, str(path), *options]
        subprocess.run(command, input=stdin, check=True, timeout=MAKING_SECONDS)  # noqa: S603
        return path.read_bytes()
