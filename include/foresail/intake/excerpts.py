"""Excerpts of a sheet: a few rows and columns as they stand there, for a person to look at."""

from typing import Any

import polars as pl

from foresail.columns import column_letter
from foresail.workbooks.reading import Sheet

ROWS_TOLD, COLUMNS_TOLD = 20, 30
CHARACTERS_TOLD = 60
ROWS_AROUND = 4
# A cell with a day is read as a moment, which nobody wrote.
MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
# Rows of titles that are shown above a header that lies further down than these rows.
ROWS_ABOVE = 3


def excerpt(sheet: Sheet, row: int = 0, column: int = 0, rows: int = ROWS_TOLD) -> dict[str, Any]:
    """So many rows and COLUMNS_TOLD columns from a cell on; `row` and `column` count from 0.

    The answer has the `columns`' letters, of each of the `rows` its number from 1 and its cells (texts, cut
    to CHARACTERS_TOLD, or null), and how many rows and columns the sheet has.
    """
    cells = sheet.cells.slice(row, rows)
    letters = [column_letter(place) for place in range(column, min(column + COLUMNS_TOLD, cells.width))]
    shown = cells.select(cells.columns[column : column + COLUMNS_TOLD]).select(as_shown(pl.all()).name.keep())
    return {
        "sheet": sheet.name,
        "columns": letters,
        "rows": [
            {"row": number, "cells": list(texts)} for number, texts in enumerate(shown.iter_rows(), row + 1)
        ],
        "rows_total": sheet.cells.height,
        "columns_total": sheet.cells.width,
    }


def as_shown(cells: pl.Expr) -> pl.Expr:
    """Cells as texts for a person, cut to CHARACTERS_TOLD."""
    text = cells.cast(pl.String).str.replace(MIDNIGHT, "${1}")
    is_long = text.str.len_chars() > CHARACTERS_TOLD
    return pl.when(is_long).then(text.str.slice(0, CHARACTERS_TOLD - 1) + "…").otherwise(text)


def excerpt_around(sheet: Sheet, row: int, column: int) -> dict[str, Any]:
    """The rows around a cell, which counts from 0; of a wide sheet the columns around it, too."""
    first = 0 if column < COLUMNS_TOLD else column - COLUMNS_TOLD // 2
    return excerpt(sheet, max(0, row - ROWS_AROUND), first, 2 * ROWS_AROUND + 1)


def excerpt_below(sheet: Sheet, header_row: int) -> dict[str, Any]:
    """The first rows of a sheet, or those from shortly above a header (from 0) that lies further down."""
    return excerpt(sheet, header_row - ROWS_ABOVE if header_row > ROWS_TOLD // 2 else 0)
