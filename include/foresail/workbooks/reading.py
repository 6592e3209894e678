"""Reads every sheet of a file as columns of text, so that nothing is lost before validation."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from foresail.errors import NotAWorkbook
from foresail.workbooks.delimited import RateHeader, read_delimited
from foresail.workbooks.encodings import NOTHING_KNOWN, Known
from foresail.workbooks.formats import SAVE_AS, Format
from foresail.workbooks.grids import UNCALCULATED
from foresail.workbooks.mending import mend_package
from foresail.workbooks.old_workbooks import inspect_old
from foresail.workbooks.packages import Marks, Package, inspect
from foresail.workbooks.plain_sheets import PlainBook
from foresail.workbooks.plain_texts import CELLS, NotPlain
from foresail.workbooks.readers import RawSheet, place_texts, readers_of
from foresail.workbooks.records import read_json, read_parquet
from foresail.workbooks.spreadsheet_ml import read_xml
from foresail.workbooks.web_tables import read_tables

CSV, ROWS = "csv", "rows"
"""The name of the one sheet of a .csv file, and of rows that a program sends."""
UNPACKED_MAX_BYTES = 4 * 1024**3
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One sheet: row n of `cells` is row n + 1 of the sheet; every cell is text (CELLS) or null.

    `merged` holds (first row, last row, column), from 0, of what was merged over several rows; `numeric` the
    columns in which 1.250 is nowhere a text: it is a number there, and no thousand. `is_text` says that all
    cells were written as text; `year` is the one that a person says its periods are of.
    """

    name: str
    cells: pl.DataFrame
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int]] = ()
    is_delimited: bool = False
    is_text: bool = False
    numeric: frozenset[int] = frozenset()
    year: int | None = None


@dataclass(frozen=True)
class Book:
    """All sheets of a file and how it was read; bare day numbers count from `epoch`."""

    kind: Format
    sheets: list[Sheet]
    epoch: date = EPOCH_1900
    encoding: str | None = None
    delimiter: str | None = None


def read_book(
    path: Path,
    kind: Format,
    rate_header: RateHeader,
    *,
    unpacked_max_bytes: int = UNPACKED_MAX_BYTES,
    plain: bool = True,
    second_reader: bool = False,
    encoding: str | None = None,
    known: Known = NOTHING_KNOWN,
) -> Book:
    """Read a file; raises NotAWorkbook where no reader can, WorkbookTooCostly where it unpacks to too much.

    `rate_header` tells a delimiter by the header it gives. `second_reader` leaves the first reader out: it
    ended its process on this file. Not `plain` leaves out the quick way that plain sheets are read. Of a .csv
    file `encoding` is given, or found by evidence and what is `known`; raises UndecidableEncoding.
    """
    if kind in READ_AS_TEXT:
        return READ_AS_TEXT[kind](path, rate_header, encoding, known)
    gathered = PlainBook(is_plain=plain and kind is Format.XLSX and not second_reader)
    # Readers choose by the name's ending, and a name proves nothing: the same bytes must be read the same.
    with TemporaryDirectory(prefix="foresail-book-") as folder:
        if kind in (Format.XLSX, Format.XLSB):
            path = mend_package(path, Path(folder) / "mended")
        package = inspect(path, unpacked_max_bytes, gathered.watch) if kind.is_package else Package()
        named = Path(folder) / f"book.{kind.value}"
        named.symlink_to(path.absolute())
        if kind is Format.XLS:
            package = inspect_old(named)
        try:
            sheets = _read_plain(gathered, package)
        except NotPlain:
            sheets = _read_with_first(named, kind, package, second_reader)
    return Book(kind, sheets, EPOCH_1904 if package.index.counts_from_1904 else EPOCH_1900)


def _read_delimited(path: Path, rate_header: RateHeader, encoding: str | None, known: Known) -> Book:
    """The one sheet of a .csv file."""
    text = read_delimited(path, rate_header, encoding, known)
    sheet = Sheet(CSV, text.cells.cast(CELLS), is_delimited=True, is_text=True)
    return Book(Format.CSV, [sheet], encoding=text.encoding, delimiter=text.delimiter)


def _read_page(path: Path, _: RateHeader, encoding: str | None, known: Known) -> Book:
    """The tables of a web page, a sheet each."""
    tables, encoding = read_tables(path, encoding, known)
    names = [f"table {number}" for number in range(1, len(tables) + 1)] if len(tables) > 1 else ["table"]
    sheets = [
        Sheet(name, table.cells(), merged=_over_rows(table.merged), is_text=True)
        for name, table in zip(names, tables, strict=True)
    ]
    return Book(Format.HTML, sheets, encoding=encoding)


def _read_xml(path: Path, *_: object) -> Book:
    """The sheets of a workbook in the XML of Excel 2003."""
    found, counts_from_1904 = read_xml(path)
    sheets = []
    for name, grid, is_hidden in found:
        cells = grid.cells()
        numeric = frozenset(range(cells.width)) - grid.texts_like_thousands
        sheets.append(Sheet(name, cells, is_hidden, _over_rows(grid.merged), numeric=numeric))
    return Book(Format.XML, sheets, EPOCH_1904 if counts_from_1904 else EPOCH_1900)


def _read_json(path: Path, *_: object) -> Book:
    """The rows of a JSON file as one sheet."""
    cells, numeric = read_json(path)
    return Book(Format.JSON, [Sheet(ROWS, cells, numeric=numeric)])


def _read_parquet(path: Path, *_: object) -> Book:
    """The rows of a Parquet file as one sheet."""
    cells, numeric = read_parquet(path)
    return Book(Format.PARQUET, [Sheet(ROWS, cells, numeric=numeric)])


ReadText = Callable[[Path, RateHeader, str | None, Known], Book]
READ_AS_TEXT: dict[Format, ReadText] = {
    Format.CSV: _read_delimited,
    Format.HTML: _read_page,
    Format.XML: _read_xml,
    Format.JSON: _read_json,
    Format.PARQUET: _read_parquet,
}


def _over_rows(areas: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int]]:
    """What was merged over several rows, as (first row, last row, column)."""
    return sorted((top, bottom, left) for top, bottom, left, _ in areas if bottom > top)


def _read_with_first(path: Path, kind: Format, package: Package, second_reader: bool) -> list[Sheet]:
    """The sheets, by the first reader that can."""
    readers = readers_of(kind, leave_first=second_reader or package.holds_charts)
    refused: BaseException | None = None
    for read in readers:
        try:
            return [_marked(raw, package) for raw in read(path, package.index.charts)]
        except (MemoryError, RecursionError):
            raise
        except BaseException as error:
            # calamine's panics are no Exception, so this is the one place that catches all of them.
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            refused = error
    if refused is not None and re.search("assword|ncrypt", str(refused)):
        raise NotAWorkbook("The workbook is password-protected.", "Save it without a password.") from refused
    raise NotAWorkbook(
        "No reader could open the workbook: it is damaged or written in an unusual way.", SAVE_AS
    ) from refused


def _read_plain(plain: PlainBook, package: Package) -> list[Sheet]:
    """The sheets, from what was gathered while the package was looked through; raises NotPlain."""
    index = package.index
    if index.counts_from_1904 or not index.names or len(set(index.names.values())) < len(index.names):
        raise NotPlain
    return [
        _marked(RawSheet(name, *plain.cells(part), name in index.hidden), package)
        for part, name in index.names.items()
    ]


def _marked(raw: RawSheet, package: Package) -> Sheet:
    """A sheet with what readers do not give of it."""
    marks = package.marks.get(raw.name, Marks())
    cells = place_texts(raw.cells, dict.fromkeys(marks.uncalculated, UNCALCULATED), only_empty=True)
    return Sheet(raw.name, cells, raw.is_hidden, _over_rows(marks.merged), numeric=raw.numeric)


def read_sheets(
    path: Path, kind: Format, rate_header: RateHeader, encoding: str | None = None
) -> list[Sheet]:
    """The sheets of `read_book`, their cells as plain text."""
    book = read_book(path, kind, rate_header, encoding=encoding)
    return [replace(sheet, cells=sheet.cells.cast(pl.String)) for sheet in book.sheets]
