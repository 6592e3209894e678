"""Finds the table of sales in a sheet: its header, its lines, what only looks like a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

import polars as pl

from foresail.columns import FIELDS, column_letter, label_headers, map_header, missing_columns
from foresail.intake.findings import RULES
from foresail.intake.groups import fill_groups
from foresail.intake.rules import FINDINGS_SCHEMA, Lines, Places, Validation, locate, nowhere
from foresail.intake.texts import TextColumn, tidy
from foresail.intake.totals import find_totals, first_total, names_total_of
from foresail.workbooks.reading import Sheet

HEADER_ROWS_SEARCHED = 100
TIMES, HEADING_MAX = " × ", 250
# Of very wide sheets fewer rows are looked at: so many cells, and never less than these rows.
CELLS_SEARCHED, ROWS_SEARCHED_MIN = 100_000, 30
# A line break, and on the line behind it two delimiters: an address in a cell has no such line.
SEVERAL_ROWS = r"\n[^\n]*(?:,[^\n,]*,|;[^\n;]*;|\t[^\n\t]*\t|\|[^\n|]*\|)"


@dataclass(frozen=True)
class Origin:
    """How a sheet was turned into lines, and where the cells of each line lie in the sheet itself.

    `rows` are the lines' row numbers, from 1; `columns` gives the place in the sheet of their columns,
    `places` that of columns whose cells lie in several. `notes` are findings (FINDINGS_SCHEMA).
    """

    layout: str
    rows: pl.Series
    columns: Mapping[int, int]
    notes: pl.DataFrame
    places: Mapping[int, Places] = field(default_factory=dict)
    period: str | None = None
    rows_blank: int = 0
    rows_of_totals: int = 0
    cells_filled: int = 0
    zeros_are_usual: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet with a header of sales: its row, its cells, and each field's column; both count from 0.

    Where the sheet was turned into lines, by `origin`, its header is no longer one of its rows (-1). `notes`
    are findings of how the header was understood; `left` tells which rows below it are no sales. Where the
    signs of the units are known, amounts of money say nothing of them (`are_signs_known`). `asked_as` is the
    header that questions about the sheet are asked of, where it is another one. `factors` (row, factor) are
    what quantities are multiplied by, from the column called `times`.
    """

    sheet: Sheet
    header_row: int
    header: tuple[str | None, ...]
    mapping: dict[str, int]
    origin: Origin | None = None
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINDINGS_SCHEMA))
    left: pl.Series | None = None
    are_signs_known: bool = False
    asked_as: tuple[str | None, ...] | None = None
    factors: pl.DataFrame | None = None
    times: str = ""

    @property
    def layout(self) -> frozenset[str]:
        """What distinguishes one layout from another: the fields of sales that the sheet has."""
        return frozenset(self.mapping) & frozenset(FIELDS)

    @property
    def names(self) -> dict[str, str]:
        """What the sheet's own header calls each field."""
        added = self._added
        told = label_headers([None if place in added else cell for place, cell in enumerate(self.header)])
        names = {field: told[place] or str(self.header[place]) for field, place in self.mapping.items()}
        if self.times:
            names["quantity"] = (names["quantity"] + TIMES + self.times)[:HEADING_MAX]
        return names

    @property
    def ignored(self) -> list[str]:
        """The headers that belong to no field."""
        used = {*self.mapping.values(), *self._added.values()}
        return [cell for place, cell in enumerate(self.header) if cell and place not in used]

    @property
    def _added(self) -> Mapping[int, int]:
        """The columns that Foresail made of others of the sheet, each with the one that its cells are of."""
        return self.origin.columns if self.origin and self.header_row >= 0 else {}


@dataclass(frozen=True)
class Split:
    """The lines of a table, and what was not taken for one, counted and located."""

    lines: Lines
    rows_blank: int
    rows_of_totals: int
    rows_left: int
    cells_filled: int
    findings: pl.DataFrame


@dataclass(frozen=True)
class ValidatedSheet:
    """A table with the result of its validation."""

    table: Table
    split: Split
    validation: Validation


def count_header_rows(sheet: Sheet) -> int:
    """How many rows of a sheet may be its header."""
    most = max(ROWS_SEARCHED_MIN, CELLS_SEARCHED // max(1, sheet.cells.width))
    return min(HEADER_ROWS_SEARCHED, most, sheet.cells.height)


def find_table(sheet: Sheet, given: Mapping[str, str] | None = None) -> Table | None:
    """The table whose header names the required columns; None where no row does."""
    for row in range(count_header_rows(sheet)):
        header = sheet.cells.row(row)
        mapping = map_header(header, given)
        if not missing_columns(mapping):
            return Table(sheet, row, header, mapping)
    return None


def split(table: Table) -> Split:
    """Part a table into lines of sales, blank rows and rows of totals; fill what stands once for several."""
    cells, filled, findings = fill_merged(table)
    body = cells.slice(table.header_row + 1)
    columns = {field: TextColumn.of(body[str(place)]) for field, place in table.mapping.items()}
    sold = {field: column for field, column in columns.items() if field in FIELDS}
    is_blank = reduce(and_, (column.is_empty for column in sold.values()))
    repeats_header = find_repeated_header(table, columns)
    no_sale = nowhere(body.height) if table.left is None else table.left & ~is_blank & ~repeats_header
    is_total = find_totals(body, columns) & ~is_blank & ~repeats_header & ~no_sale
    lines = _lines(table, columns, find_beyond(table, body) | find_run_on(table, body))
    left_out = is_blank | is_total | repeats_header | no_sale
    grouped = fill_groups(lines, left_out, has_totals=_name_groups(columns, is_total))
    is_label = grouped.is_label
    kept = ~left_out & ~is_label
    notes = [
        table.notes,
        findings,
        _notice(table, lines.rows.filter(is_total), body.filter(is_total)),
        locate(lines, repeats_header, "date", "header-repeated"),
        *grouped.findings,
    ]
    lines = replace(lines, columns=grouped.columns)
    origin = table.origin
    return Split(
        lines if kept.all() else lines.filter(kept),
        int(is_blank.sum()) + int(repeats_header.sum()) + (origin.rows_blank if origin else 0),
        int(is_total.sum()) + int(is_label.sum()) + (origin.rows_of_totals if origin else 0),
        int(no_sale.sum()),
        filled + grouped.filled + (origin.cells_filled if origin else 0),
        pl.concat(notes),
    )


def _lines(table: Table, columns: dict[str, TextColumn], beyond: pl.Series) -> Lines:
    """All rows below the header as lines, with the places of their cells in the sheet itself."""
    origin, height = table.origin, len(beyond)
    missing = {field: TextColumn.empty(height) for field in FIELDS if field not in columns}
    numeric = frozenset(field for field, place in table.mapping.items() if place in table.sheet.numeric)
    if origin is None:
        first = table.header_row + 2
        numbers = pl.int_range(first, first + height, eager=True)
        return Lines(table.sheet.name, numbers, columns | missing, beyond, table.mapping, numeric)
    return Lines(
        table.sheet.name,
        origin.rows,
        columns | missing,
        beyond,
        {field: origin.columns.get(place, place) for field, place in table.mapping.items()},
        numeric,
        {field: origin.places[place] for field, place in table.mapping.items() if place in origin.places},
        zeros_are_usual=origin.zeros_are_usual,
    )


def _name_groups(columns: dict[str, TextColumn], is_total: pl.Series) -> bool:
    """Whether totals name what they are of, as those of groups do."""
    if not is_total.any():
        return False
    labels = columns["product"].values.drop_nulls()
    return bool((names_total_of(columns["product"], labels) & is_total).any())


def find_repeated_header(table: Table, columns: dict[str, TextColumn]) -> pl.Series:
    """Which rows say the header again, as a report does on each page."""
    said = []
    for name in ("date", "quantity"):
        header = tidy(pl.Series([table.header[table.mapping[name]]], dtype=pl.String))[0]
        is_header = columns[name].values == header
        if header is None or not is_header.any():
            return nowhere(len(columns[name].codes))
        said.append(columns[name].where(is_header))
    return said[0] & said[1]


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
            found.append(make_finding(table.sheet.name, top + 1, column, header, value, "merged-cell-filled"))
    changed = [
        fields[column].cast(pl.String).scatter(list(rows), pl.Series(list(rows.values())))
        for column, rows in filled.items()
    ]
    count = sum(len(rows) for rows in filled.values())
    return cells.with_columns(changed), count, pl.DataFrame(found, schema=FINDINGS_SCHEMA)


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
    columns = table.origin.columns if table.origin else {}
    for number, cells in zip(numbers, rows.iter_rows(), strict=True):
        place = first_total(cells)
        header, at = str(table.header[place] or ""), columns.get(place, place)
        found.append(make_finding(table.sheet.name, number, at, header, cells[place], "totals-row"))
    return pl.DataFrame(found, schema=FINDINGS_SCHEMA)


def sheet_finding(sheet: str, code: str) -> dict[str, object]:
    """A finding of a sheet as a whole."""
    return make_finding(sheet, 1, 0, "", None, code)


def make_finding(
    sheet: str, row: int, column: int, header: str, value: str | None, code: str
) -> dict[str, object]:
    """A finding at a cell: its row from 1, its column from 0."""
    return {
        "sheet": sheet,
        "row": row,
        "cell": f"{column_letter(column)}{row}",
        "column": header,
        "value": value and value[:200],
        "code": code,
        "severity": RULES[code].severity.value,
    }
