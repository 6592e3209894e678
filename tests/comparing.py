"""Compares how workbooks are read with a second reader (openpyxl, xlrd), cell by cell, in the sandbox."""

import io
import math
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from foresail.sandbox.limits import Limits
from foresail.sandbox.running import WorkFailed, run

LIBRARIES = ("fastexcel", "foresail.workbooks.reading", "openpyxl", "xlrd")
SUFFIXES = (".xls", ".xlsx", ".xlsm")
SHOWN = 5
LIMITS = Limits(memory_mib=1024, seconds=15, unpacked_mib=1024)
Cells = dict[tuple[str, int, int], Any]


def compare_all(folder: Path) -> dict[Path, list[str] | None]:
    """The first differences, as text, of each workbook below a folder; None where a reader gives it up."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(paths, pool.map(_compare, paths), strict=True))


def _compare(path: Path) -> list[str] | None:
    with tempfile.TemporaryDirectory() as into, suppress(WorkFailed):
        return run(find_differences, {"path": str(path)}, Path(into), LIMITS)
    return None


def find_differences(task: Mapping[str, Any], into: Path, limits: Limits) -> list[str] | None:
    """The sandbox's task: read the file at `path` with both readers."""
    warnings.simplefilter("ignore")
    path = Path(task["path"])
    try:
        first, second = dict(_read(path)), dict(_read_with_second(path))
    except Exception:
        return None
    sheets = {sheet for sheet, *_ in first} & {sheet for sheet, *_ in second}
    places = sorted(place for place in {*first, *second} if place[0] in sheets)
    differing = [place for place in places if not _are_alike(first.get(place), second.get(place))]
    return [f"{place}: {first.get(place)!r}, and {second.get(place)!r}" for place in differing[:SHOWN]]


def _read(path: Path) -> Iterator[tuple[tuple[str, int, int], Any]]:
    from foresail.columns import rate_header
    from foresail.workbooks.formats import recognise
    from foresail.workbooks.reading import read_sheets

    for sheet in read_sheets(path, recognise(path), rate_header):
        for row, cells in enumerate(sheet.cells.iter_rows(), 1):
            yield from (((sheet.name, row, column), cell) for column, cell in enumerate(cells, 1) if cell)


def _read_with_second(path: Path) -> Iterator[tuple[tuple[str, int, int], Any]]:
    if path.read_bytes()[:2] != b"PK":
        yield from _read_with_xlrd(path)
        return
    import openpyxl

    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows():
            yield from (
                ((sheet.title, cell.row, cell.column), cell.value) for cell in row if cell.value is not None
            )


def _read_with_xlrd(path: Path) -> Iterator[tuple[tuple[str, int, int], Any]]:
    import xlrd

    book = xlrd.open_workbook(path, logfile=io.StringIO())
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    with suppress(xlrd.XLDateError, OverflowError):
                        value = xlrd.xldate_as_datetime(value, book.datemode)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    value = xlrd.error_text_from_code.get(value)
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    yield (sheet.name, row + 1, column + 1), value


def _are_alike(text: str | None, value: Any) -> bool:
    """Whether a text that was read says what the second reader found."""
    if text in (None, "", "=…") or value is None:
        return text in (None, "", "=…") and (value is None or not str(value).strip())
    assert text is not None
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, int | float):
        with suppress(ValueError):
            return math.isclose(float(text), value, rel_tol=1e-9, abs_tol=1e-9)
        return False
    if isinstance(value, datetime | date | time | timedelta):
        return _is_moment(text, value)
    return _plain(text) == _plain(str(value))


def _is_moment(text: str, value: Any) -> bool:
    if isinstance(value, datetime):
        with suppress(ValueError):
            return abs(datetime.fromisoformat(text) - value) < timedelta(seconds=1)
    if isinstance(value, date):
        return text[:10] == value.isoformat()
    return str(value)[:8] in text or text in str(value)


def _plain(text: str) -> str:
    return " ".join(text.replace("_x000D_", " ").split())
