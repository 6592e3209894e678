"""Finds the table of sales in a sheet: its header, its lines, what only looks like a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import polars as pl

from foresail.columns import FIELDS, map_header, missing_columns
from foresail.intake.findings import RULES
from foresail.intake.rules import FINDINGS_SCHEMA, Lines, Validation, column_letter, nowhere
from foresail.intake.texts import TextColumn
from foresail.workbooks.reading import Sheet

HEADER_ROWS_SEARCHED = 30
_TOTAL = (
    "total|totals|grand total|sub ?total|sum|gesamt|gesamtsumme|summe|zwischensumme|insgesamt|somme|"
    "total général|sous-total|suma|suma total|totale|totale generale|totaal|subtotaal|razem|ogółem|итого|"
    "всего|合计|总计|合計|小計"
)
# A line break, and on the line behind it two delimiters: an address in a cell has no such line.
SEVERAL_ROWS = r"\n[^\n]*(?:,[^\n,]*,|;[^\n;]*;|\t[^\n\t]*\t|\|[^\n|]*\|)"
TOTAL = rf"(?i)^(?:{_TOTAL})\s*[:=.]?$"
TOTAL_BEGINS = rf"(?i)^(?:{_TOTAL})(?:\s*[:=.]?$|[\s:]+(?:for|of|der|des|du|de|per|-|\d))"


@dataclass(frozen=True)
class Table:
    """A sheet with a header of sales: its row, its cells, and each field's column; both count from 0."""

    sheet: Sheet
    header_row: int
    header: tuple[str | None, ...]
    mapping: dict[str, int]

    @property
    def layout(self) -> frozenset[str]:
        """What distinguishes one layout from another: the fields that the sheet has."""
        return frozenset(self.mapping)

    @property
    def names(self) -> dict[str, str]:
        """What the sheet's own header calls each field."""
        return {field: str(self.header[place]) for field, place in self.mapping.items()}

    @property
    def ignored(self) -> list[str]:
        """The headers that belong to no field."""
        return [cell for place, cell in enumerate(self.header) if cell and place not in self.mapping.values()]


@dataclass(frozen=True)
class Split:
    """The lines of a table, and what was not taken for one, counted and located."""

    lines: Lines
    rows_blank: int
    rows_of_totals: int
    cells_filled: int
    findings: pl.DataFrame


@dataclass(frozen=True)
class ValidatedSheet:
    """A table with the result of its validation."""

    table: Table
    split: Split
    validation: Validation


def find_table(sheet: Sheet, given: Mapping[str, str] | None = None) -> Table | None:
    """The table whose header names the required columns; None where no row does."""
    for row in range(min(HEADER_ROWS_SEARCHED, sheet.cells.height)):
        header = sheet.cells.row(row)
        mapping = map_header(header, given)
        if not missing_columns(mapping):
            return Table(sheet, row, header, mapping)
    return None


def split(table: Table) -> Split:
    """Part a table into lines of sales, blank rows and rows of totals; fill what was merged over rows."""
    cells, filled, findings = fill_merged(table)
    body = cells.slice(table.header_row + 1)
    columns = {field: TextColumn.of(body[str(place)]) for field, place in table.mapping.items()}
    is_blank = reduce(and_, (column.is_empty for column in columns.values()))
    is_total = _find_totals(body, columns) & ~is_blank
    kept = ~is_blank & ~is_total
    numbers = pl.int_range(table.header_row + 2, table.header_row + 2 + body.height, eager=True)
    totals = _notice(table, numbers.filter(is_total), body.filter(is_total))
    beyond = find_beyond(table, body) | find_run_on(table, body)
    if not kept.all():
        columns = {field: column.filter(kept) for field, column in columns.items()}
        numbers, beyond = numbers.filter(kept), beyond.filter(kept)
    missing = {field: TextColumn.empty(len(numbers)) for field in FIELDS if field not in columns}
    numeric = frozenset(field for field, place in table.mapping.items() if place in table.sheet.numeric)
    lines = Lines(table.sheet.name, numbers, columns | missing, beyond, table.mapping, numeric)
    return Split(lines, int(is_blank.sum()), int(is_total.sum()), filled, pl.concat([findings, totals]))


def fill_merged(table: Table) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Repeat what was merged over several rows of a column, never a quantity: that would sell it again."""
    cells = table.sheet.cells
    fields = {place: cells[str(place)] for field, place in table.mapping.items() if field != "quantity"}
    filled: dict[int, dict[int, str]] = {}
    found = []
    for top, bottom, column in table.sheet.merged:
        if column not in fields or not table.header_row < top < cells.height - 1:
            continue
        value = fields[column][top]
        if value is not None:
            rows = range(top + 1, min(bottom + 1, cells.height))
            filled.setdefault(column, {}).update(dict.fromkeys(rows, value))
            header = str(table.header[column])
            found.append(_finding(table.sheet.name, top + 1, column, header, value, "merged-cell-filled"))
    changed = [
        fields[column].cast(pl.String).scatter(list(rows), pl.Series(list(rows.values())))
        for column, rows in filled.items()
    ]
    count = sum(len(rows) for rows in filled.values())
    return cells.with_columns(changed), count, pl.DataFrame(found, schema=FINDINGS_SCHEMA)


def _find_totals(body: pl.DataFrame, columns: dict[str, TextColumn]) -> pl.Series:
    """Which rows say that they add up others: without a date of their own, or under a total's bare name."""
    dates, products = columns["date"], columns["product"]
    candidates = dates.is_empty | dates.where(~dates.values.str.contains(r"\d"))
    candidates |= products.where(products.values.str.contains(TOTAL))
    if not candidates.any():
        return candidates
    some = body.filter(candidates).cast(pl.String)
    says_total = some.select(
        pl.any_horizontal(pl.all().str.strip_chars().str.contains(TOTAL_BEGINS).fill_null(False))
    ).to_series()
    rows = candidates.arg_true().filter(says_total)
    return nowhere(body.height).scatter(rows, True)


def find_beyond(table: Table, body: pl.DataFrame) -> pl.Series:
    """Which rows of a .csv file have a cell beyond the header's last."""
    width = max(place for place, cell in enumerate(table.header) if cell) + 1
    if not table.sheet.is_delimited or width >= body.width:
        return nowhere(body.height)
    return body.select(
        pl.any_horizontal(pl.col(name).is_not_null() for name in body.columns[width:])
    ).to_series()


def find_run_on(table: Table, body: pl.DataFrame) -> pl.Series:
    """Which rows of a .csv file hold a cell that looks like several rows: a quote is open above them."""
    if not table.sheet.is_delimited:
        return nowhere(body.height)
    parted = (_is_any(body[name], SEVERAL_ROWS) for name in body.columns)
    return reduce(or_, parted, nowhere(body.height))


def _is_any(cells: pl.Series, pattern: str) -> pl.Series:
    """Which cells match; the pattern is run on each text once."""
    texts = cells.drop_nulls().unique()
    matching = texts.filter(texts.cast(pl.String).str.contains(pattern))
    return cells.is_in(matching.implode()).fill_null(False) if len(matching) else nowhere(len(cells))


def _notice(table: Table, numbers: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """A notice per row of totals, at the cell that says so."""
    found = []
    for number, cells in zip(numbers, rows.iter_rows(), strict=True):
        said = pl.Series([(cell or "").strip() for cell in cells]).str.contains(TOTAL_BEGINS).arg_true()
        place = said[0] if len(said) else 0
        found.append(
            _finding(
                table.sheet.name, number, place, str(table.header[place] or ""), cells[place], "totals-row"
            )
        )
    return pl.DataFrame(found, schema=FINDINGS_SCHEMA)


def sheet_finding(sheet: str, code: str) -> dict[str, object]:
    """A finding of a sheet as a whole."""
    return _finding(sheet, 1, 0, "", None, code)


def _finding(
    sheet: str, row: int, column: int, header: str, value: str | None, code: str
) -> dict[str, object]:
    return {
        "sheet": sheet,
        "row": row,
        "cell": f"{column_letter(column)}{row}",
        "column": header,
        "value": value and value[:200],
        "code": code,
        "severity": RULES[code].severity.value,
    }
