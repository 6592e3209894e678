"""Reads a sheet of a date and one number: one product, named by the sheet or its heading."""

from collections.abc import Mapping

import polars as pl

from foresail.columns import map_header
from foresail.intake.headings import is_money, rate_date, rate_quantity
from foresail.intake.layouts.adding import add_constant, with_note
from foresail.intake.layouts.guessing import Columns
from foresail.intake.sheets import Table, count_header_rows
from foresail.workbooks.reading import Sheet

COLUMNS = 2
GENERIC = (
    r"(?i)^(?:sheet|tabelle|feuil|hoja|foglio|planilha|blad|arkusz|лист|data|sales|all|total|csv|工作表|"
    r"シート)\W*\d*$"
)
"""What programs call a sheet, or people one of all sales."""


def find_single(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The table of one series; None where the sheet has more columns, or other values."""
    if given:
        return None
    filled = [int(name) for name in sheet.cells.columns if sheet.cells[name].count()]
    if len(filled) != COLUMNS:
        return None
    head = sheet.cells.head(count_header_rows(sheet)).cast(pl.String)
    for row, header in enumerate(head.iter_rows()):
        named = [place for place in filled if header[place]]
        if len(named) != COLUMNS:
            continue
        columns = Columns(header, sheet.cells.slice(row + 1))
        for day, units in ((named[0], named[1]), (named[1], named[0])):
            if _is_series(columns, day, units):
                return _named(Table(sheet, row, header, {"date": day, "quantity": units}))
        return None
    return None


def _is_series(columns: Columns, day: int, units: int) -> bool:
    """Whether the headings and the values are a date and units."""
    heading = str(columns.header[units])
    exact = map_header(columns.header)
    says_date = exact.get("date") == day or rate_date(str(columns.header[day])).score > 0
    says_units = not is_money(heading) and (
        exact.get("quantity") == units or rate_quantity(heading).score > 0
    )
    return (
        says_date
        and says_units
        and columns.fits("date", day)
        and columns.fits("quantity", units, is_named=True)
    )


def _named(table: Table) -> Table:
    """The table with the name of its sheet as the product, where somebody gave it one, else the heading."""
    units = table.mapping["quantity"]
    own = pl.Series([table.sheet.name]).str.contains(GENERIC)[0]
    name = str(table.header[units]).strip() if own else table.sheet.name
    made = add_constant(table, "product", name, f"named {name}", units)
    return with_note(made, table.header_row, units, name, "name-from-file")
