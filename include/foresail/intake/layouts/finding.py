"""Finds the sales of a sheet, in whichever layout they are."""

from foresail.intake.layouts.long import find_by_words, find_long
from foresail.intake.layouts.wide import find_wide
from foresail.intake.options import ReadingOptions
from foresail.intake.sheets import Table
from foresail.workbooks.reading import Sheet


def find_tables(sheet: Sheet, options: ReadingOptions) -> list[Table]:
    """The tables of sales of a sheet; none where it has none. Raises UnmappedHeader where one must be asked."""
    given = options.columns
    table = find_long(sheet, given) or find_wide(sheet, given, options.date_order) or find_by_words(sheet, given)
    return [table] if table else []
