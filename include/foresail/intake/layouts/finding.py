"""Finds the sales of a sheet, in whichever layout they are."""

from collections.abc import Mapping

from foresail.columns import map_header, missing_columns
from foresail.intake.layouts.across import find_across
from foresail.intake.layouts.compact import find_compact
from foresail.intake.layouts.exports import find_export, mind_statuses
from foresail.intake.layouts.long import find_by_words, refine
from foresail.intake.layouts.metric_lists import find_metric_list
from foresail.intake.layouts.packs import multiply_packs, name_cases
from foresail.intake.layouts.said_years import take_year
from foresail.intake.layouts.sheet_names import find_dated_by_name
from foresail.intake.layouts.single import find_single
from foresail.intake.layouts.titles import spread_titles, with_titles
from foresail.intake.layouts.unit_columns import leave_other_units
from foresail.intake.layouts.wide import find_wide
from foresail.intake.options import ReadingOptions
from foresail.intake.sheets import Table, find_table
from foresail.workbooks.reading import Sheet


def find_tables(sheet: Sheet, options: ReadingOptions) -> list[Table]:
    """The tables of sales of a sheet, which may have none; raises UnmappedHeader where it must be asked."""
    sheet, given = take_year(sheet, name_cases(sheet, options.columns))
    titled, notes = spread_titles(sheet, given)
    found = [with_titles(table, notes) for table in _find_tables(titled, given, options.date_order)]
    return [leave_other_units(multiply_packs(table, options.columns)) for table in found]


def _find_tables(sheet: Sheet, given: Mapping[str, str], order: str | None) -> list[Table]:
    metrics = find_metric_list(sheet, given)
    if metrics:
        return [metrics]
    plain = find_table(sheet, given)
    beside = _find_beside(plain) if plain and not given else []
    if beside:
        return [mind_statuses(table) for table in beside]
    line_each = find_export(sheet, given) or find_dated_by_name(sheet, given)
    if line_each is None and plain is not None:
        line_each = refine(plain, given)
    if line_each is None:
        turned = find_wide(sheet, given, order) or find_compact(sheet, given, order)
        if turned:
            return [turned]
        line_each = find_by_words(sheet, given) or find_single(sheet, given)
    if line_each is None:
        across = find_across(sheet, given)
        return [across] if across else []
    return [mind_statuses(line_each)]


def _find_beside(found: Table) -> list[Table]:
    """Tables that stand side by side under one row of headers, with an empty column between; else none."""
    parts: list[list[int]] = [[]]
    for place, cell in enumerate(found.header):
        if cell:
            parts[-1].append(place)
        elif parts[-1]:
            parts.append([])
    tables = []
    for part in parts:
        within = set(part)
        header = tuple(cell if place in within else None for place, cell in enumerate(found.header))
        mapping = map_header(header)
        if not missing_columns(mapping):
            tables.append(Table(found.sheet, found.header_row, header, mapping))
    return tables if len(tables) > 1 else []
