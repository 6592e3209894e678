"""Reads what the names of sheets say: the month or week of a sheet's sales, the store of each sheet."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import polars as pl

from foresail.columns import header_key, map_header, missing_columns
from foresail.errors import UnmappedHeader
from foresail.intake.layouts.adding import add_column, add_constant, with_note
from foresail.intake.layouts.asking import YEAR, describe_headers
from foresail.intake.layouts.single import GENERIC
from foresail.intake.periods import lacks_year, read_periods
from foresail.intake.sheets import Table, count_header_rows
from foresail.workbooks.reading import Sheet

# So many of the products of one sheet must be on another before sheets are stores, and not kinds of products.
SHARED_MIN = 0.5
DAYS_MAX = 31
_YEAR = r"((?:19|20)[0-9]{2})"


def find_dated_by_name(sheet: Sheet, given: Mapping[str, str]) -> Table | None:
    """The table of a sheet that has no dates and is named for its period; None where it is not so.

    Raises UnmappedHeader where the name lacks its year.
    """
    named = pl.Series([sheet.name])
    periods = read_periods(named)
    if periods is None and not lacks_year(named)[0]:
        return None
    for row in range(count_header_rows(sheet)):
        header = sheet.cells.row(row)
        mapping = map_header(header, given)
        if missing_columns({**mapping, "date": 0}):
            continue
        table = Table(sheet, row, header, mapping)
        days = _find_days(table)
        if "date" in mapping and days is None:
            return None
        found = (str(periods.days[0]), periods.kind) if periods else _of_title(sheet, row)
        return _dated(table, *found, days) if found else _ask(table)
    return None


def _of_title(sheet: Sheet, row: int) -> tuple[str, str] | None:
    """The period of a sheet named without a year, by the only year above its header."""
    above = sheet.cells.head(row).select(pl.all().cast(pl.String))
    years = {year for column in above for year in column.str.extract(_YEAR, 1).drop_nulls()}
    if sheet.year:
        years = {str(sheet.year)}
    if len(years) != 1:
        return None
    found = read_periods(pl.Series([sheet.name]), "", pl.Series([int(years.pop())]))
    return (str(found.days[0]), found.kind) if found else None


def _find_days(table: Table) -> int | None:
    """The column of days of the month, which alone are no dates."""
    place = table.mapping.get("date")
    if place is None:
        return None
    body = table.sheet.cells[str(place)].slice(table.header_row + 1)
    numbers = body.drop_nulls().cast(pl.String).str.extract(r"^\s*([0-9]{1,2})(?:\.0)?\s*$", 1).cast(pl.Int32)
    is_days = len(numbers) > 0 and not numbers.null_count() and numbers.is_between(1, DAYS_MAX).all()
    return place if is_days else None


def _dated(table: Table, first: str, kind: str, days: int | None) -> Table:
    """The table with the period of its sheet as the date of each row, or that month's days."""
    place = table.mapping["quantity"]
    if days is None or kind != "month":
        made = add_constant(table, "date", first, f"sheet {table.sheet.name}", place, period=kind)
    else:
        cells = table.sheet.cells[str(days)].slice(table.header_row + 1).cast(pl.String)
        numbers = cells.str.extract(r"^\s*([0-9]{1,2})(?:\.0)?\s*$", 1).str.zfill(2)
        texts = pl.DataFrame({"day": numbers}).select(pl.lit(first[:8]) + pl.col("day"))["literal"]
        made = add_column(table, "date", texts, f"{table.header[days]} of sheet {table.sheet.name}", days)
    return with_note(made, table.header_row, place, table.sheet.name, "sheet-name-as-date")


def _ask(table: Table) -> Table:
    raise UnmappedHeader(
        f"Sheet {table.sheet.name!r} seems to hold the sales of that period, but nothing says of which year.",
        "Write the year into the sheet's name, or above its header; or give it a column Date; or send it in "
        "columns, as Date.",
        describe_headers(table.sheet, table.header_row, table.header, table.mapping, {}, ["Date"], asks=YEAR),
    )


def add_stores(tables: Sequence[Table]) -> list[Table]:
    """The tables with their sheets' names as stores, where all sheets have the same products."""
    names = [table.sheet.name for table in tables]
    is_one = len(set(names)) < 2 or len(set(names)) < len(names)
    if is_one or any("store" in table.mapping for table in tables) or not _may_be_stores(names):
        return list(tables)
    products = [_products(table) for table in tables]
    shared = (
        len(one & other) / max(1, min(len(one), len(other))) for one, other in combinations(products, 2)
    )
    if not all(share >= SHARED_MIN for share in shared):
        return list(tables)
    made = []
    for table in tables:
        place = table.mapping["product"]
        at = table.origin.columns.get(place, place) if table.origin else place
        named = add_constant(table, "store", table.sheet.name, "name of the sheet", place)
        made.append(with_note(named, max(table.header_row, 0), at, table.sheet.name, "sheet-name-as-store"))
    return made


def _may_be_stores(names: Sequence[str]) -> bool:
    """Whether the names of sheets are neither the program's own nor those of periods."""
    series = pl.Series(names)
    periods = read_periods(series)
    is_period = (periods.days.is_not_null() if periods else lacks_year(series)) | lacks_year(series)
    return not (series.str.contains(GENERIC) | is_period | series.str.contains(_YEAR)).any()


def _products(table: Table) -> set[str]:
    cells = table.sheet.cells[str(table.mapping["product"])].slice(table.header_row + 1)
    return {header_key(text) for text in cells.drop_nulls().unique().cast(pl.String)}
