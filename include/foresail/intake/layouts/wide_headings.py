"""Finds the headings of a sheet with a column a period: periods, years, stores and measures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl

from foresail.intake.dates import Hints, parse_dates
from foresail.intake.fiscal_periods import A_FISCAL_YEAR
from foresail.intake.layouts.columns import Profile
from foresail.intake.layouts.wide_labels import (
    YEAR,
    Heads,
    PeriodColumn,
    Rows,
    check_distinct,
    check_title,
    choose,
)
from foresail.intake.layouts.wide_parts import find_month_days, part_headings
from foresail.intake.layouts.wide_questions import ask_year, check_fiscal, check_ranges
from foresail.intake.months import MONTHS
from foresail.intake.periods import lacks_year, read_periods
from foresail.intake.sheets import count_header_rows
from foresail.workbooks.reading import Sheet

PERIODS_MIN = 2
# So many months without a year are needed before a row of them is taken for headings.
YEARLESS_MIN = 3
# After so many rows that might have been headings there are none.
ROWS_TRIED = 10
COLUMNS_LOOKED_AT, ROWS_LOOKED_AT = 10, 50
LOOKS_MAX = 40
LEAP_YEAR = 2000
_ANY_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NUMBER = re.compile(r"^[-+(]?[0-9][0-9.,\s]*\)?$")
_COMPACT = re.compile(r"^(?:19|20)[0-9]{4}$|^(?:19|20)[0-9]{2}\.[01][0-9]$")
_DATED = re.compile(r"^[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})?$")


def find_heads(sheet: Sheet, given: Mapping[str, str], date_order: str | None) -> Heads | None:
    """The headings of the first row that is one of periods above numbers; None where there is none.

    Raises UnmappedHeader where they lack something that only the planner knows.
    """
    searched, tried = count_header_rows(sheet), 0
    head = sheet.cells.head(searched + 1).cast(pl.String)
    texts = [tuple(cell.strip() or None if cell else None for cell in cells) for cells in head.iter_rows()]
    rows = Rows(sheet, texts, given)
    for row, cells in enumerate(texts[:searched]):
        places = [place for place, cell in enumerate(cells) if cell and looks_like_period(cell)]
        if len(places) < PERIODS_MIN:
            heads = _read_month_days(rows, row)
            if heads is not None:
                return heads
            continue
        below = rows.at(row + 1)
        if 2 * sum(looks_like_period(below[place] or "") for place in places) >= len(places):
            continue  # these are days of sales, one below the other
        tried += 1
        if tried > ROWS_TRIED:
            return None
        if _has_numbers_below(rows, row, places):
            heads = _read(rows, row, places, date_order)
            if heads is not None:
                return heads
    return None


def looks_like_period(text: str) -> bool:
    """Whether a heading may be a period at all: a quick look before the long one."""
    if len(text) > LOOKS_MAX:
        return False
    if _NUMBER.match(text):
        return bool(_COMPACT.match(text) or _DATED.match(text))
    return any(sign.isdigit() for sign in text) or text.casefold().strip(". ") in MONTHS


def _has_numbers_below(rows: Rows, row: int, places: Sequence[int]) -> bool:
    """Whether the columns hold numbers, from the row below or the one after that."""
    body = rows.sheet.cells.slice(row + 2 if _is_sub_row(rows, row, places) else row + 1)
    some = dict.fromkeys(places[:: max(1, len(places) // COLUMNS_LOOKED_AT)])
    texts = pl.concat([body[str(place)].head(ROWS_LOOKED_AT).cast(pl.String).rename("") for place in some])
    profile = Profile.of(texts)
    return bool(len(profile.texts)) and profile.is_sold


def _is_sub_row(rows: Rows, row: int, places: Sequence[int]) -> bool:
    """Whether the row below parts each period: into measures, or into stores."""
    below = [cell for cell in rows.at(row + 1)[places[0] :] if cell]
    return len(below) >= max(PERIODS_MIN, len(places)) and not any(
        _NUMBER.match(cell) and not YEAR.match(cell) for cell in below
    )


def _read(rows: Rows, row: int, places: list[int], date_order: str | None) -> Heads | None:
    cells, nothing = rows.at(row), (None,) * len(rows.at(row))
    first = places[0]
    has_sub = _is_sub_row(rows, row, places)
    above, below = _spread(rows.at(row - 1), first), rows.at(row + 1) if has_sub else nothing
    texts = _spread(cells, first) if has_sub else cells
    texts = _with_fiscal_years(texts, places, above)
    years, year_at = _find_years(rows, row, places, above, below)
    days, kind = _read_days(texts[first:], years[first:], date_order)
    within: Sequence[str | None] = nothing
    if sum(day is not None for day in days) < PERIODS_MIN:
        check_ranges(rows, row, texts[first:], days)
        parts, labels = part_headings(texts[first:], date_order)
        days, kind = _read_days(parts, years[first:], date_order)
        within, year_at = (*nothing[:first], *labels), None
    known = [day for day in days if day is not None]
    if len(known) < PERIODS_MIN:
        check_fiscal(rows, row, texts)
        return None
    check_ranges(rows, row, texts[first:], days)
    if kind is None or (year_at and known != sorted(set(known))):
        raise ask_year(rows, row, is_one=_run_forward(texts[first:], date_order) and kind is None)
    heads = _make(rows, row, (first, has_sub), texts, days, kind, year_at)
    for labels_row, labels_of in ((row - 1, above), (row, within), (row + 1, below)):
        heads = choose(rows, heads, labels_of, labels_row)
    check_distinct(rows, heads)
    check_title(rows, heads)
    return _leave_rest(rows, heads)


def _with_fiscal_years(
    texts: tuple[str | None, ...], places: Sequence[int], above: Sequence[str | None]
) -> tuple[str | None, ...]:
    """The headings, each with the fiscal year that stands above it: a quarter below FY25 is none of 2025."""
    if not all(A_FISCAL_YEAR.match(above[place] or "") for place in places):
        return texts
    return tuple(text and f"{year} {text}" for text, year in zip(texts, above, strict=True))


def _make(
    rows: Rows,
    row: int,
    shape: tuple[int, bool],
    texts: Sequence[str | None],
    days: Sequence[date | None],
    kind: str,
    year_at: tuple[int, int, str] | None,
) -> Heads:
    """The headings from the first period's column on, and whether a row below parts them."""
    first, has_sub = shape
    cells, above = rows.at(row), rows.at(row - 1)
    lower = rows.at(row + 1) if has_sub else (None,) * len(cells)
    header = tuple(
        cells[place] or lower[place] or (above[place] if place < first or not texts[place] else None)
        for place in range(len(cells))
    )
    shown = {place: str(texts[place]) for place in range(first, len(cells)) if texts[place]}
    columns = [PeriodColumn(first + number, day) for number, day in enumerate(days) if day is not None]
    return Heads(row, row + 1 + has_sub, header, shown, columns, kind, {}, year_at=year_at)


def _read_month_days(rows: Rows, row: int) -> Heads | None:
    """The headings of a row that counts the days of a month."""
    found = find_month_days(rows, row)
    if found is None:
        return None
    texts, where = found
    first = next(place for place, text in enumerate(texts) if text)
    days = [date.fromisoformat(text) if text else None for text in texts[first:]]
    if not _has_numbers_below(rows, row, [place for place, text in enumerate(texts) if text]):
        return None
    return _leave_rest(rows, _make(rows, row, (first, False), rows.at(row), days, "day", where))


def _spread(cells: Sequence[str | None], first: int) -> tuple[str | None, ...]:
    """A row with each heading repeated over the empty cells behind it: it is merged over them."""
    spread: list[str | None] = []
    for place, cell in enumerate(cells):
        behind = spread[-1] if spread and place > first else None
        spread.append(None if place < first else cell or behind)
    return tuple(spread)


def _find_years(
    rows: Rows,
    row: int,
    places: list[int],
    above: Sequence[str | None],
    below: Sequence[str | None],
) -> tuple[list[int | None], tuple[int, int, str] | None]:
    """The year of each column, from the row above or below, else the only one that the sheet names."""
    for other in (above, below):
        found = [match and int(match[1]) for match in (YEAR.match(cell or "") for cell in other)]
        if all(found[place] for place in places):
            return found, None
    named: dict[int, tuple[int, int, str]] = {}
    for number in range(row):
        for place, cell in enumerate(rows.at(number)):
            for year in _ANY_YEAR.findall(cell or ""):
                named.setdefault(int(year), (number, place, str(cell)))
    for year in _ANY_YEAR.findall(rows.sheet.name):
        named.setdefault(int(year), (row, places[0], rows.sheet.name))
    if rows.sheet.year:
        named = {rows.sheet.year: (row, places[0], str(rows.at(row)[places[0]]))}
    if len(named) != 1:
        return [None] * len(above), None
    [(only, where)] = named.items()
    texts = pl.Series([rows.at(row)[place] for place in places], dtype=pl.String)
    return [only] * len(above), where if lacks_year(texts).any() else None


def _read_days(
    texts: Sequence[str | None], years: Sequence[int | None], date_order: str | None
) -> tuple[list[date | None], str | None]:
    """The first day of each heading's period, and what the periods are; None where they lack a year."""
    series = pl.Series(
        [text if text and looks_like_period(text) else None for text in texts], dtype=pl.String
    )
    read = parse_dates(series, Hints(given=date_order))
    days: list[date | None] = read.days.to_list()
    known = [day for day in days if day is not None]
    if len(known) >= PERIODS_MIN:
        return days, read.period or _kind_of_days(known)
    yearless = lacks_year(series)
    if yearless.sum() < YEARLESS_MIN:
        return [None] * len(days), None
    periods = read_periods(series, "", pl.Series(years, dtype=pl.Int32))
    if periods is None or any(lacks and year is None for lacks, year in zip(yearless, years, strict=True)):
        return [date.min if each else None for each in yearless], None
    return periods.days.to_list(), periods.kind


def _kind_of_days(days: list[date]) -> str:
    """What days as headings stand for: months that begin (or end) on them, weeks, or themselves."""
    distinct = sorted(set(days))
    if all(day.day == 1 for day in distinct) and len(distinct) > 1:
        return "month"
    gaps = [(later - earlier).days for earlier, later in pairwise(distinct)]
    if gaps and all(gap % 7 == 0 for gap in gaps):
        return "week"
    return "month" if gaps and min(gaps) >= 28 else "day"


def _leave_rest(rows: Rows, heads: Heads) -> Heads:
    """The headings with what else holds numbers behind the first period named as left out."""
    taken = {column.place for column in heads.periods}
    body = rows.sheet.cells.slice(heads.body_row)
    left = dict(heads.left)
    for place in range(heads.periods[0].place, body.width):
        if place not in taken and place not in left and Profile.of(body[str(place)]).is_numbers:
            left[place] = heads.header[place]
    return replace(heads, left=left)


def _run_forward(texts: Sequence[str | None], date_order: str | None) -> bool:
    """Whether periods without a year can all be of one: they run on, and not over its end."""
    days = _read_days(texts, [LEAP_YEAR] * len(texts), date_order)[0]
    known = [day for day in days if day is not None]
    return known == sorted(set(known))
