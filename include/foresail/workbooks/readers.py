"""The libraries that read workbooks, each giving every cell as text (CELLS) or null."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from foresail.workbooks.formats import Format
from foresail.workbooks.mending import join_lines
from foresail.workbooks.old_workbooks import read_old
from foresail.workbooks.plain_texts import CELLS, POINT_BEFORE_THREE

TYPED_READS_MAX = 4
# What the first reader makes of letters in an encoding that it mistakes.
MISTAKEN = "[\x00\u0080-\u009f]"
ERROR_NAMES = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


class RawSheet(NamedTuple):
    """A sheet as a reader gives it; `numeric` are the columns in which 1.250 is nowhere a text."""

    name: str
    cells: pl.DataFrame
    numeric: frozenset[int] = frozenset()
    is_hidden: bool = False


Reader = Callable[[Path, frozenset[str]], list[RawSheet]]
"""Given a file, and the names of the sheets that are one chart."""


def readers_of(kind: Format, *, leave_first: bool) -> list[Reader]:
    """The readers of a format, in their order; without the first where it misreads the file, or aborts."""
    first: dict[Format, Reader] = {Format.XLS: _read_old_with_calamine}
    others: dict[Format, Reader] = {Format.XLSX: _read_with_openpyxl, Format.XLS: _read_with_xlrd}
    if not leave_first:
        others |= {Format.ODS: _read_with_joined_lines}
    chosen = [] if leave_first else [first.get(kind, _read_with_calamine)]
    return [*chosen, *([others[kind]] if kind in others else [])]


def _read_with_calamine(path: Path, charts: frozenset[str]) -> list[RawSheet]:
    import fastexcel

    book = fastexcel.read_excel(path)
    sheets = []
    for name in book.sheet_names:
        if name in charts:
            sheets.append(RawSheet(name, pl.DataFrame()))
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
        cells = place_texts(_numbered(_encode(arrow), columns), found)
        del arrow
        numeric = _find_numeric(book, name, cells)
        sheets.append(RawSheet(name, cells, numeric, is_hidden))
    return sheets


def _read_with_joined_lines(path: Path, charts: frozenset[str]) -> list[RawSheet]:
    """The first reader again, on an .ods without the line breaks between its elements."""
    joined = path.with_name(f"joined{path.suffix}")
    join_lines(path, joined)
    return _read_with_calamine(joined, charts)


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


def place_texts(
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


def _read_old_with_calamine(path: Path, charts: frozenset[str]) -> list[RawSheet]:
    """The first reader, but for a file whose letters it mistakes: what it makes of them stands in no text."""
    sheets = _read_with_calamine(path, charts)
    for sheet in sheets:
        for column in sheet.cells:
            if column.unique().cast(pl.String).str.contains(MISTAKEN).any():
                return _read_with_xlrd(path, charts)
    return sheets


def _read_with_xlrd(path: Path, _: frozenset[str]) -> list[RawSheet]:
    """The second reader of .xls files, and the only one of those whose sheets hold charts."""
    return [RawSheet(*sheet) for sheet in read_old(path)]


def _read_with_openpyxl(path: Path, _: frozenset[str]) -> list[RawSheet]:
    """The second reader of .xlsx files, for those that calamine refuses and Excel opens."""
    import pandas as pd

    frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False)
    return [
        RawSheet(
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
