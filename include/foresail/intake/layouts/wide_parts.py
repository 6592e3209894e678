"""Takes headings apart that say a period and something else (`Jan-25 Qty`, `w/c 06/01/2025`)."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from foresail.intake.date_ranges import read_ranges
from foresail.intake.dates import Hints, parse_dates
from foresail.intake.layouts.wide_labels import Rows
from foresail.intake.periods import read_periods

PARTS_MAX = 6
DAYS_MIN = 28
_BETWEEN = re.compile(r"[\s_|:()\[\]/]+")
_DAY = re.compile(r"^0?([1-9]|[12][0-9]|3[01])(?:\.0|\.)?$")
# Words that say of which day of it a week is named.
_WEEKS = re.compile(
    r"^(?:w\W?[cbe]|wk|week|we|wc|wb|woche|semaine|semana|of|the|commencing|beginning|starting|ending|vom|ab|du|"
    r"del|from|week of|week commencing|week beginning|week starting|week ending|woche vom|semaine du)\.?$",
    re.IGNORECASE,
)


def part_headings(
    texts: Sequence[str | None], date_order: str | None
) -> tuple[list[str | None], list[str | None]]:
    """The period in each heading, and what else it says; both null where it holds no period."""
    options = [_options(text) for text in texts]
    offered = list(dict.fromkeys(period for each in options for period, _ in each))
    if not offered:
        return [None] * len(texts), [None] * len(texts)
    series = pl.Series(offered, dtype=pl.String)
    days = parse_dates(series.set(series.str.contains(r"^\d{1,5}$"), None), Hints(given=date_order)).days
    periods = read_periods(series)
    ranges = read_ranges(series, date_order)
    is_read = days.is_not_null()
    for found_days in (each.days for each in (periods, ranges) if each):
        is_read = is_read | found_days.is_not_null()
    known = {text for text, good in zip(offered, is_read, strict=True) if good}
    found = [
        next(((period, label) for period, label in each if period in known), (None, None)) for each in options
    ]
    return [period for period, _ in found], [label for _, label in found]


def _options(text: str | None) -> list[tuple[str, str | None]]:
    """What of a heading may be its period, with the rest of it, the longest first."""
    if not text:
        return []
    cuts = [match.span() for match in _BETWEEN.finditer(text)][: PARTS_MAX - 1]
    options = [(text, "")]
    for start, end in cuts:
        options += [(text[:start], text[end:]), (text[end:], text[:start])]
    options = [(period, label.strip(" ()[]-_:|")) for period, label in options if period]
    ranked = sorted(options, key=lambda option: -len(option[0]))
    return [
        (period.strip("()[] "), None if not label or _WEEKS.match(label) else label)
        for period, label in ranked
    ]


def find_month_days(rows: Rows, row: int) -> tuple[list[str | None], tuple[int, int, str]] | None:
    """The days of headings that count the days of one month, and where that month is told; else None."""
    cells = rows.at(row)
    numbers = [
        (place, int(match[1])) for place, cell in enumerate(cells) if (match := _DAY.match(cell or ""))
    ]
    wanted = list(range(1, len(numbers) + 1))
    if len(numbers) < DAYS_MIN or [number for _, number in numbers] != wanted:
        return None
    told = _find_month(rows, row)
    if told is None:
        return None
    month, where = told
    last = calendar.monthrange(month.year, month.month)[1]
    days: list[str | None] = [None] * len(cells)
    for place, number in numbers:
        days[place] = month.replace(day=number).isoformat() if number <= last else None
    return days, where


def _find_month(rows: Rows, row: int) -> tuple[date, tuple[int, int, str]] | None:
    """The only month that is named above the headings, or by the sheet."""
    named = {(row, 0): rows.sheet.name}
    named |= {
        (number, place): cell for number in range(row) for place, cell in enumerate(rows.at(number)) if cell
    }
    periods, _ = part_headings(list(named.values()), None)
    read = read_periods(pl.Series(periods, dtype=pl.String))
    if read is None or read.kind != "month":
        return None
    found = [(day, (*at, text)) for day, (at, text) in zip(read.days, named.items(), strict=True) if day]
    return found[0] if len({day for day, _ in found}) == 1 else None
