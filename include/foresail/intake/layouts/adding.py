"""Adds to a table a column that the sheet does not have: a date out of parts, what a sheet's name says."""

from dataclasses import replace

import polars as pl

from foresail.intake.rules import FINDINGS_SCHEMA
from foresail.intake.sheets import Origin, Table, make_finding
from foresail.workbooks.plain_texts import CELLS


def add_column(
    table: Table, field: str, texts: pl.Series, name: str, place: int, *, period: str | None = None
) -> Table:
    """The table with texts for the rows below its header as a field, whose cells are those of `place`."""
    sheet, width = table.sheet, table.sheet.cells.width
    above = pl.repeat(None, table.header_row + 1, dtype=pl.String, eager=True)
    column = pl.concat([above, texts.rename("above").cast(pl.String)]).cast(CELLS).alias(str(width))
    first = table.header_row + 2
    rows = pl.int_range(first, first + len(texts), eager=True)
    before = table.origin or Origin("long", rows, {}, pl.DataFrame(schema=FINDINGS_SCHEMA))
    at = before.columns.get(place, place)
    return replace(
        table,
        sheet=replace(sheet, cells=sheet.cells.with_columns(column)),
        header=(*table.header[:width], *[None] * (width - len(table.header)), name, *table.header[width:]),
        mapping=table.mapping | {field: width},
        origin=replace(before, columns={**before.columns, width: at}, period=period or before.period),
    )


def add_constant(
    table: Table, field: str, text: str, name: str, place: int, *, period: str | None = None
) -> Table:
    """The table with one text as a field of all its rows."""
    height = table.sheet.cells.height - table.header_row - 1
    texts = pl.repeat(text, height, dtype=pl.String, eager=True)
    return add_column(table, field, texts, name, place, period=period)


def with_note(table: Table, row: int, place: int, value: str | None, code: str) -> Table:
    """The table with a finding at a cell of its sheet; both count from 0."""
    header = (table.header[place] if place < len(table.header) else None) or ""
    note = make_finding(table.sheet.name, row + 1, place, header, value, code)
    return replace(table, notes=pl.concat([table.notes, pl.DataFrame([note], schema=FINDINGS_SCHEMA)]))
