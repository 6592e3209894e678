"""Finds the sales of a sheet, in whichever layout they are."""

from foresail.intake.layouts.compact import find_compact
from foresail.intake.layouts.exports import find_export, mind_statuses
from foresail.intake.layouts.long import find_by_words, find_long
from foresail.intake.layouts.wide import find_wide
from foresail.intake.options import ReadingOptions
from foresail.intake.sheets import Table
from foresail.workbooks.reading import Sheet


def find_tables(sheet: Sheet, options: ReadingOptions) -> list[Table]:
    """The tables of sales of a sheet, which may have none; raises UnmappedHeader where it must be asked."""
    given = options.columns
    line_each = find_export(sheet, given) or find_long(sheet, given)
    turned = None
    if line_each is None:
        turned = find_wide(sheet, given, options.date_order) or find_compact(sheet, given, options.date_order)
    if turned:
        return [turned]
    line_each = line_each or find_by_words(sheet, given)
    return [mind_statuses(line_each)] if line_each else []
