"""Reads every sheet of a file as columns of text, so that nothing is lost before validation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from foresail.errors import NotAWorkbook
from foresail.workbooks.delimited import RateHeader, read_delimited
from foresail.workbooks.encodings import NOTHING_KNOWN, Known
from foresail.workbooks.formats import SAVE_AS, Format
from foresail.workbooks.mending import join_lines, mend_package
from foresail.workbooks.old_workbooks import inspect_old
from foresail.workbooks.packages import Marks, Package, inspect
from foresail.workbooks.plain_sheets import PlainBook
from foresail.workbooks.plain_texts import CELLS, POINT_BEFORE_THREE, NotPlain

CSV = "csv"
"""The name of the one sheet of a .csv file."""
UNCALCULATED = "=…"
"""What stands in a cell whose formula has no stored result."""
UNPACKED_MAX_BYTES = 4 * 1024**3
TYPED_READS_MAX = 4
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
ERROR_NAMES = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One sheet: row n of `cells` is row n + 1 of the sheet; every cell is text (CELLS) or null.

    `merged` holds (first row, last row, column), from 0, of what was merged over several rows; `numeric` the
    columns in which 1.250 is nowhere a text: it is a number there, and no thousand.
    """

    name: str
    cells: pl.DataFrame
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int]] = ()
    is_delimited: bool = False
    numeric: frozenset[int] = frozenset()


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
    if kind is Format.CSV:
        text = read_delimited(path, rate_header, encoding, known)
        return Book(
            kind,
            [Sheet(CSV, text.cells.cast(CELLS), is_delimited=True)],
            encoding=text.encoding,
            delimiter=text.delimiter,
        )
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


def _read_with_first(path: Path, kind: Format, package: Package, second_reader: bool) -> list[Sheet]:
    """The sheets, by the first reader that can."""
    readers: list[Callable[[Path, Package], list[Sheet]]] = [] if second_reader else [_read_with_calamine]
    if kind in (Format.XLSX, Format.XLS):
        readers.append(_read_with_pandas)
    if kind is Format.ODS and not second_reader:
        readers.append(_read_with_joined_lines)
    refused: BaseException | None = None
    for read in readers:
        try:
            return read(path, package)
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
        _marked(name, *plain.cells(part), name in index.hidden, package) for part, name in index.names.items()
    ]


def _marked(
    name: str, cells: pl.DataFrame, numeric: frozenset[int], is_hidden: bool, package: Package
) -> Sheet:
    """A sheet with what readers do not give of it."""
    marks = package.marks.get(name, Marks())
    cells = _place(cells, dict.fromkeys(marks.uncalculated, UNCALCULATED), only_empty=True)
    merged = sorted((top, bottom, left) for top, bottom, left, _ in marks.merged if bottom > top)
    return Sheet(name, cells, is_hidden, merged, numeric=numeric)


def read_sheets(
    path: Path, kind: Format, rate_header: RateHeader, encoding: str | None = None
) -> list[Sheet]:
    """The sheets of `read_book`, their cells as plain text."""
    book = read_book(path, kind, rate_header, encoding=encoding)
    return [replace(sheet, cells=sheet.cells.cast(pl.String)) for sheet in book.sheets]


def _read_with_calamine(path: Path, package: Package) -> list[Sheet]:
    import fastexcel

    book = fastexcel.read_excel(path)
    sheets = []
    for name in book.sheet_names:
        if name in package.index.charts:
            sheets.append(_marked(name, pl.DataFrame(), frozenset(), False, package))
            continue
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        columns = [column.absolute_index for column in sheet.available_columns()]
        arrow, errors = sheet.to_arrow_with_errors()
        is_hidden = sheet.visible != "visible"
        del sheet  # the parsed cells take several times what their columns take
        found = {}
        for error in errors.errors if errors else ():
            row, column = error.position
            found[row, columns[column]] = _error_name(error.detail)
        cells = _place(_numbered(_encode(arrow), columns), found)
        del arrow
        numeric = _find_numeric(book, name, cells)
        sheets.append(_marked(name, cells, numeric, is_hidden, package))
    return sheets


def _read_with_joined_lines(path: Path, package: Package) -> list[Sheet]:
    """The first reader again, on an .ods without the line breaks between its elements."""
    joined = path.with_name(f"joined{path.suffix}")
    join_lines(path, joined)
    return _read_with_calamine(joined, package)


def _find_numeric(book: Any, name: str, cells: pl.DataFrame) -> frozenset[int]:
    """The columns that hold no text like 1.250: what seems to write thousands with a point holds numbers.

    The sheet is read again with its types from the first row in which a column seems to, and again from the
    first of those that held text above; a few times at most, however many columns there are.
    """
    firsts: dict[int, int] = {}
    for place, column in enumerate(cells):
        texts = column.unique().cast(pl.String)
        dotted = texts.filter(texts.str.contains(POINT_BEFORE_THREE))
        if len(dotted):
            firsts[place] = int(column.is_in(dotted.cast(CELLS).implode()).arg_true()[0])
    numeric = set(range(cells.width)) - set(firsts)
    for _ in range(TYPED_READS_MAX):
        if not firsts:
            break
        row = min(firsts.values())
        typed = book.load_sheet(name, header_row=None, skip_rows=row, schema_sample_rows=None)
        kinds = {column.absolute_index: column.dtype for column in typed.available_columns()}
        numeric |= {place for place in firsts if kinds.get(place) in ("float", "int")}
        firsts = {place: first for place, first in firsts.items() if place not in numeric and first > row}
    return frozenset(numeric)


def _encode(arrow: Any) -> pl.DataFrame:
    """The columns with each text held once: four bytes a cell, one column after the other."""
    encoded = []
    for place in range(arrow.num_columns):
        texts = pl.Series(pl.from_arrow(arrow.column(place)))
        encoded.append(texts.alias(str(place)).cast(CELLS))
    return pl.DataFrame(encoded)


def _error_name(detail: str) -> str:
    """`Expected string but got 'Error(NA)'` -> `#N/A`."""
    found = re.search(r"Error\((\w+)\)", detail)
    return ERROR_NAMES.get(found[1], "#VALUE!") if found else "#VALUE!"


def _place(
    cells: pl.DataFrame, found: dict[tuple[int, int], str], *, only_empty: bool = False
) -> pl.DataFrame:
    """Put texts at (row, column), both from 0; what lies outside the cells is left."""
    by_column: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in found.items():
        if row < cells.height and column < cells.width:
            by_column.setdefault(column, []).append((row, text))
    changed = []
    for column, places in by_column.items():
        name = str(column)
        rows = pl.Series([row for row, _ in places], dtype=pl.UInt32)
        texts = pl.Series([text for _, text in places])
        if only_empty:
            empty = cells[name].gather(rows).is_null()
            rows, texts = rows.filter(empty), texts.filter(empty)
        changed.append(cells[name].cast(pl.String).scatter(rows, texts).cast(CELLS))
    return cells.with_columns(changed)


def _read_with_pandas(path: Path, package: Package) -> list[Sheet]:
    """The second reader, openpyxl or xlrd, for files that calamine refuses and Excel opens."""
    import pandas as pd

    frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False)
    return [
        Sheet(
            str(name),
            _numbered(pl.DataFrame([_texts(frame[column]) for column in frame]), range(frame.shape[1])),
            numeric=frozenset(
                place for place, column in enumerate(frame) if _has_no_thousands(frame[column])
            ),
        )
        for name, frame in frames.items()
    ]


def _has_no_thousands(cells: Sequence[object]) -> bool:
    return not any(isinstance(cell, str) and re.match(POINT_BEFORE_THREE, cell) for cell in cells)


def _texts(cells: Sequence[object]) -> pl.Series:
    texts = [None if cell == "" or cell is None else str(cell) for cell in cells]
    return pl.Series(texts, dtype=pl.String).cast(CELLS)


def _numbered(cells: pl.DataFrame, columns: Sequence[int]) -> pl.DataFrame:
    """Name each column by its number in the sheet; columns that the reader left out are empty."""
    cells.columns = [str(column) for column in columns]
    missing = [
        pl.lit(None, CELLS).alias(str(column))
        for column in range(max(columns, default=-1))
        if column not in set(columns)
    ]
    if not missing:
        return cells
    return cells.with_columns(missing).select(str(column) for column in range(max(columns) + 1))
