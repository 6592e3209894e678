"""Says of the first rows of a sheet which column is read as what, and which lines of sales they give."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import polars as pl

from foresail.columns import BY_FIELD, column_letter
from foresail.errors import WorkbookRefused
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.rules import Lines
from foresail.intake.sheets import Table, ValidatedSheet
from foresail.workbooks.reading import Sheet

LINES_TOLD = 20
# The values below the headings are looked for in so many rows.
ROWS_SEARCHED = 1000
READ = ("date", "product", "quantity", "unit_price", "store")


def describe_table(sheets: list[Sheet], table: Table) -> dict[str, Any]:
    """How a table is read, as `describe_headers` tells it of a header, and in `fields` what each column is.

    `mapping` has the columns that can be another: not a date of several columns, nor what headings say.
    """
    sheet = next((sheet for sheet in sheets if sheet.name == table.sheet.name), table.sheet)
    row = _header_row(table)
    seen = replace(sheet, cells=sheet.cells.head(row + ROWS_SEARCHED))
    header = (table.asked_as or table.header)[: sheet.cells.width]
    own = {field: place for field, place in _own_places(table).items() if place < len(header)}
    told = describe_headers(seen, row, header, own, {}, [])
    told["cells"]["rows_total"] = sheet.cells.height
    fields: dict[str, list[str]] = {}
    for field, place in table.mapping.items():
        for column in _columns_of(table, place):
            fields.setdefault(column_letter(column), []).append(BY_FIELD[field].name)
    return {
        **told,
        "fields": {letter: fields[letter] for letter in told["cells"]["columns"] if letter in fields},
    }


def read_lines(
    first_rows: dict[str, Any], sheet: ValidatedSheet, sales: pl.DataFrame
) -> list[dict[str, Any]]:
    """The lines that the rows shown give, as they would be stored: READ, and the cell of the quantity.

    `sales` are those of all tables (`table`, `at`), of which this is the first.
    """
    shown = [row["row"] for row in first_rows["cells"]["rows"]]
    own = sales.filter(pl.col("table") == 0, pl.col("row").is_in(shown))
    own = own.sort("row", maintain_order=True).head(LINES_TOLD)
    return [
        {
            "cell": _cell(sheet.split.lines, line["at"]),
            **{field: line[field] for field in READ},
            "date": line["date"].isoformat(),
        }
        for line in own.iter_rows(named=True)
    ]


@contextmanager
def told_in_refusals(first_rows: dict[str, Any]) -> Iterator[None]:
    """Give a refusal of the lines what is known of their table, so that another reading can be chosen."""
    try:
        yield
    except WorkbookRefused as refused:
        refused.details = {**first_rows, **refused.details}
        raise


def _header_row(table: Table) -> int:
    """The row of the headings, from 0: of a sheet that was turned into lines the last above them."""
    if table.header_row >= 0 or table.origin is None or table.origin.rows.is_empty():
        return max(0, table.header_row)
    first = table.origin.rows[0]
    above = (row for places in table.origin.places.values() for row in places.rows.unique() if row < first)
    return max(above, default=1) - 1


def _own_places(table: Table) -> dict[str, int]:
    """The fields that a column of the sheet is as a whole, under its own heading, with its place."""
    if table.origin is None:
        return table.mapping
    origin, is_turned = table.origin, table.header_row < 0
    return {
        field: origin.columns.get(place, place)
        for field, place in table.mapping.items()
        if place not in origin.places and (place in origin.columns) is is_turned
    }


def _columns_of(table: Table, place: int) -> list[int]:
    """Where in the sheet the cells of a column of the table lie."""
    if table.origin is None:
        return [place]
    if place in table.origin.places:
        return sorted(table.origin.places[place].columns.unique())
    return [table.origin.columns.get(place, place)]


def _cell(lines: Lines, at: int) -> str:
    """The cell of a line's quantity."""
    if "quantity" in lines.places:
        places = lines.places["quantity"]
        return f"{column_letter(places.columns[at])}{places.rows[at]}"
    return f"{column_letter(lines.positions['quantity'])}{lines.rows[at]}"
