"""Workbooks to begin with, made once a process, and how any workbook is sent."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def answer(example: bool) -> Response:
    """The template, or the example."""
    name = "foresail-example.xlsx" if example else "foresail-template.xlsx"
    return Response(_made(example), media_type=XLSX, headers=attachment(name))


def attachment(name: str) -> dict[str, str]:
    """The headers of a file that is to be saved: its name may hold any sign, and none may end a header."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " -_.()") else "_" for sign in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


@cache
def _made(example: bool) -> bytes:
    # In a process of its own: the api-server loads no library for workbooks.
    with TemporaryDirectory(prefix="foresail-template-") as folder:
        path = Path(folder) / "template.xlsx"
        options = ["--example"] if example else []
        subprocess.run([sys.executable, "-m", "foresail.workbooks.template", str(path), *options], check=True)  # noqa: S603
        return path.read_bytes()
