"""Gathers cells one by one, in any order, into columns of text."""

import polars as pl

from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.workbooks.plain_texts import CELLS

UNCALCULATED = "=…"
"""What stands in a cell whose formula has no stored result."""
ROWS_MAX, COLUMNS_MAX = 1_048_576, 16_384  # what Excel has
# A sheet with more than so many places, and so many times as many as cells, is none that programs write.
SPARSE_CELLS, SPARSE = 10_000_000, 8


class Grid:
    """The cells of one sheet while it is read; rows and columns count from 0."""

    def __init__(self) -> None:
        self._columns: dict[int, tuple[list[int], list[str]]] = {}
        self.merged: set[tuple[int, int, int, int]] = set()
        self.texts_like_thousands: set[int] = set()
        self.height = self._count = 0

    @property
    def width(self) -> int:
        """One more than the last column that holds a cell."""
        return max(self._columns, default=-1) + 1

    def put(self, row: int, column: int, text: str) -> None:
        """Keep a cell; raises NotAWorkbook where no sheet has such a place."""
        if not 0 <= row < ROWS_MAX or not 0 <= column < COLUMNS_MAX:
            raise NotAWorkbook(
                "The file has cells where no sheet of Excel has any.",
                "Open it in Excel or LibreOffice, save it as .xlsx and upload that.",
            )
        rows, texts = self._columns.setdefault(column, ([], []))
        rows.append(row)
        texts.append(text)
        self.height = max(self.height, row + 1)
        self._count += 1

    def cells(self) -> pl.DataFrame:
        """All columns by their number; the last of cells at one place counts. Raises WorkbookTooCostly."""
        if self.height * self.width > max(SPARSE_CELLS, SPARSE * self._count):
            raise WorkbookTooCostly(
                "The cells of the sheet lie too far apart.",
                "Save the rows that hold sales in a sheet of their own.",
            )
        columns = []
        for place in range(self.width):
            filled: list[str | None] = [None] * self.height
            for row, text in zip(*self._columns.get(place, ([], [])), strict=True):
                filled[row] = text
            columns.append(pl.Series(str(place), filled, dtype=pl.String).cast(CELLS))
        return pl.DataFrame(columns)
