"""Reads every sheet of a file as columns of text, so that nothing is lost before it is judged."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foresail.errors import NotAWorkbook
from foresail.workbooks.formats import Format

CSV = "csv"
"""The name of the one sheet of a .csv file."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: row n of `cells` is row n + 1 of the sheet; every cell is text or null."""

    name: str
    cells: pl.DataFrame


def read_sheets(path: Path, kind: Format) -> list[Sheet]:
    """Read all sheets of `path`; raises NotAWorkbook when no reader can."""
    if kind is Format.CSV:
        return [_read_csv(path)]
    readers: list[Callable[[Path], list[Sheet]]] = [_read_with_calamine]
    if kind in (Format.XLSX, Format.XLS):
        readers.append(_read_with_pandas)
    for read in readers:
        try:
            return read(path)
        except (MemoryError, RecursionError):
            raise
        except BaseException as error:
            # calamine's panics are no Exception, so this is the one place that catches all of them.
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            refused = error
    raise NotAWorkbook(
        "No reader could open the workbook: it is damaged or written in an unusual way.",
        "Open it in Excel or LibreOffice, save it as .xlsx and send that.",
    ) from refused


def _read_with_calamine(path: Path) -> list[Sheet]:
    import fastexcel

    book = fastexcel.read_excel(path)
    sheets = []
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        sheets.append(Sheet(name, _numbered(sheet.to_polars())))
    return sheets


def _read_with_pandas(path: Path) -> list[Sheet]:
    """The second reader, openpyxl or xlrd, for files that calamine refuses and Excel opens."""
    import pandas as pd

    frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False)
    return [
        Sheet(str(name), _numbered(pl.DataFrame([_texts(frame[column]) for column in frame])))
        for name, frame in frames.items()
    ]


def _texts(cells: object) -> pl.Series:
    texts = [None if cell == "" or cell is None else str(cell) for cell in cells]  # type: ignore[attr-defined]
    return pl.Series(texts, dtype=pl.String)


def _read_csv(path: Path) -> Sheet:
    text = _decode(path.read_bytes())
    try:
        delimiter = csv.Sniffer().sniff(text[:65536], ",;\t|").delimiter
    except csv.Error:
        delimiter = ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NotAWorkbook(
            "The file is text, but no table.", "Save it as .csv with one header row, or as .xlsx."
        ) from error
    width = max((len(row) for row in rows), default=0)
    columns = ([row[place] if place < len(row) else None for row in rows] for place in range(width))
    return Sheet(CSV, _numbered(pl.DataFrame([_texts(column) for column in columns])))


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    cells.columns = [str(position) for position in range(cells.width)]
    return cells
