"""The year that a person gives to periods that lack one, in the place of a heading: `{"Date": "2026"}`."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from foresail.column_mappings import is_year
from foresail.columns import map_header
from foresail.intake.sheets import count_header_rows
from foresail.workbooks.reading import Sheet

# A title may be a year; a row of so many cells is of headings, one of which may be called so.
HEADINGS_MIN = 3


def take_year(sheet: Sheet, given: Mapping[str, str]) -> tuple[Sheet, Mapping[str, str]]:
    """The sheet with the year that is given as its date, and the other given headers."""
    said = given.get("Date", "")
    if not is_year(said) or _is_heading(sheet, given):
        return sheet, given
    return replace(sheet, year=int(said)), {name: text for name, text in given.items() if name != "Date"}


def _is_heading(sheet: Sheet, given: Mapping[str, str]) -> bool:
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    rows = (cells for cells in head.iter_rows() if sum(map(bool, cells)) >= HEADINGS_MIN)
    return any(map_header(cells, given, {}) for cells in rows)
