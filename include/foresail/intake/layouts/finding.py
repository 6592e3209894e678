"""Finds the sales of a sheet, in whichever layout they are."""

from foresail.intake.layouts.wide import find_wide
from foresail.intake.options import ReadingOptions
from foresail.intake.sheets import Table, find_table
from foresail.workbooks.reading import Sheet


def find_tables(sheet: Sheet, options: ReadingOptions) -> list[Table]:
    """The tables of sales of a sheet; none where it has none. Raises UnmappedHeader where one must be asked."""
    table = find_table(sheet, options.columns) or find_wide(sheet, options.columns, options.date_order)
    return [table] if table else []
