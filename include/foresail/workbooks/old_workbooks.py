"""Old workbooks (.xls) by xlrd: what the first reader does not give, and cells where that misreads them."""

import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from foresail.workbooks.formats import OLE_SIGNATURE
from foresail.workbooks.package_index import Index
from foresail.workbooks.packages import Marks, Package
from foresail.workbooks.plain_texts import CELLS, POINT_BEFORE_THREE

# BOF of a chart in BIFF8 and BIFF5: a chart on a sheet has a stream of its own within that of the sheet.
CHART_BEGINS = re.compile(rb"\x09\x08(?:\x10\x00\x00\x06|\x08\x00\x00\x05)\x20\x00")
BOUND_SHEET, END_OF_STREAM = 0x85, 0x0A
STREAMS = ("Workbook", "Book")
TEXT, NUMBER, DATE, BOOLEAN, ERROR = 1, 2, 3, 4, 5


def inspect_old(path: Path) -> Package:
    """What xlrd knows of the file; nothing if it cannot read it, since the main reader may."""
    import xlrd

    try:
        # Without its formats xlrd tells of no merged cells. What it finds odd goes to a log nobody reads.
        with path.with_suffix(".log").open("w") as log:
            book = xlrd.open_workbook(path, logfile=log, formatting_info=True)
            holds_charts = _holds_charts(path.read_bytes(), log)
    except Exception:
        return Package()
    marks = {
        sheet.name: Marks(
            merged={(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells}
        )
        for sheet in book.sheets()
    }
    return Package(marks, Index(counts_from_1904=book.datemode == 1), holds_charts)


def _holds_charts(data: bytes, log: Any) -> bool:
    """Whether a sheet has a chart drawn on it, whose cells the first reader lays over those of the sheet."""
    if CHART_BEGINS.search(data) is None:
        return False
    stream = data
    if data.startswith(OLE_SIGNATURE):
        from xlrd.compdoc import CompDoc

        document = CompDoc(data, log)
        found = (document.locate_named_stream(name) for name in STREAMS)
        memory, base, size = next(each for each in found if each[0])
        stream = bytes(memory[base : base + size])
    sheets = _find_sheets(stream)
    return any(found.start() not in sheets for found in CHART_BEGINS.finditer(stream))


def _find_sheets(stream: bytes) -> set[int]:
    """Where each sheet begins, a sheet that is one chart among them."""
    sheets, place = set(), 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == BOUND_SHEET and size >= 4:
            sheets.add(struct.unpack_from("<I", stream, place + 4)[0])
        elif kind == END_OF_STREAM:
            break
        place += 4 + size
    return sheets


def read_old(path: Path) -> list[tuple[str, pl.DataFrame, frozenset[int], bool]]:
    """Each sheet's name, cells, columns of numbers and whether it is hidden."""
    import xlrd

    with path.with_suffix(".log").open("w") as log:
        book = xlrd.open_workbook(path, logfile=log)
    return [
        (sheet.name, *_read_cells(sheet, _shower(book.datemode)), sheet.visibility != 0)
        for sheet in book.sheets()
    ]


def _read_cells(sheet: Any, show: Callable[[int, Any], str | None]) -> tuple[pl.DataFrame, frozenset[int]]:
    columns, numeric = [], set()
    for place in range(sheet.ncols):
        kinds, values = _column(sheet, place)
        if not any(
            kind == TEXT and re.match(POINT_BEFORE_THREE, value)
            for kind, value in zip(kinds, values, strict=True)
        ):
            numeric.add(place)
        texts = [show(kind, value) for kind, value in zip(kinds, values, strict=True)]
        columns.append(pl.Series(str(place), texts, dtype=pl.String).cast(CELLS))
    return pl.DataFrame(columns), frozenset(numeric)


def _column(sheet: Any, place: int) -> tuple[Sequence[int], Sequence[Any]]:
    return sheet.col_types(place), sheet.col_values(place)


def _shower(datemode: int) -> Callable[[int, Any], str | None]:
    """What shows a cell as the first reader does."""
    from xlrd import XLDateError, error_text_from_code, xldate_as_datetime

    def show(kind: int, value: Any) -> str | None:
        if kind == TEXT:
            return value or None
        if kind == DATE:
            try:
                moment = xldate_as_datetime(value, datemode)
            except (XLDateError, OverflowError, ValueError):
                return _show_number(value)
            milliseconds = f".{moment.microsecond // 1000:03}" if moment.microsecond >= 1000 else ""
            return f"{moment:%Y-%m-%d %H:%M:%S}{milliseconds}"
        if kind == NUMBER:
            return _show_number(value)
        if kind == BOOLEAN:
            return "true" if value else "false"
        return error_text_from_code.get(value, "#VALUE!") if kind == ERROR else None

    return show


def _show_number(amount: float) -> str:
    return f"{amount:.9f}".rstrip("0").rstrip(".")
