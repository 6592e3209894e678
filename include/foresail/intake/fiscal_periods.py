"""Reads periods of a fiscal year as planners write them: FY25 P03, 2025 P3, FY2025-W07, 2024/25 Q1."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

import polars as pl

from foresail.fiscal_years import FiscalYear, parse_fiscal_year
from foresail.intake.months import MONTHS

_known: ContextVar[FiscalYear | None] = ContextVar("fiscal_year", default=None)

FISCAL = r"(?:fy|gj|fiscal year|fiscal yr|fiscal|financial year|geschäftsjahr|exercice|ejercicio|esercizio)"
_GAP = r"[\s\-/._,']*"
_SPAN = r"(?:19|20)[0-9]{2}\s?[/\-]\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_YEAR = (
    rf"(?P<year>{FISCAL}{_GAP}(?:{_SPAN}|(?:19|20)[0-9]{{2}}|[0-9]{{2}}(?:\s?[/\-]\s?[0-9]{{2}})?)|{_SPAN})"
)
_PERIOD = r"(?:p|per|pd|period|periode|périod[eo]|períod[eo]|periodo|fp)[\s.\-_#]*0?(?P<month>[0-9]{1,2})"
_MONTH = r"m[\s.\-_]*0?(?P<numbered>[0-9]{1,2})"
_WEEK = r"(?:w|wk|week|kw|woche|semaine|semana|settimana|week no)[\s.\-_#]*0?(?P<week>[0-9]{1,2})"
_QUARTER = r"(?:q|qtr|quarter|quartal|trimestre|t)[\s.\-_]*0?(?P<quarter>[1-4])"
_NAMED = r"(?P<named>[^\W\d_]{3,})\.?"
_PART = rf"(?:{_PERIOD}|{_MONTH}|{_WEEK}|{_QUARTER}|{_NAMED})"
_PLAIN = r"(?P<year>(?:19|20)[0-9]{2})"
_PATTERNS = tuple(
    pattern
    for year, part in ((_YEAR, _PART), (_PLAIN, _PERIOD))
    for pattern in (rf"^{year}{_GAP}{part}$", rf"^{part}{_GAP}(?:of )?{year}$")
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)
_QUICK = rf"(?i){FISCAL}|^{_SPAN}|(?:^|[\s\-/._,0-9])p"
ALONE = rf"^{_PERIOD.replace('?P<month>', '')}$"
"""A period without its year, in small letters: p03."""
A_FISCAL_YEAR = re.compile(rf"(?i)^\s*(?:{FISCAL}{_GAP}(?:{_SPAN}|(?:19|20)?[0-9]{{2}})|{_SPAN})\s*$")
"""A fiscal year alone: FY25, FY2025, 2024/25."""
WITHIN_DAYS = 30
PARTS = {"month": 12, "quarter": 4}


@contextmanager
def fiscal_year_of(text: str) -> Iterator[None]:
    """Read fiscal periods by the fiscal year that a setting describes, while this lasts."""
    token = _known.set(parse_fiscal_year(text))
    try:
        yield
    finally:
        _known.reset(token)


def is_fiscal_year_known() -> bool:
    """Whether it is said when fiscal years begin."""
    return _known.get() is not None


def count_days(kind: str, days: pl.Series) -> int | None:
    """How many days the last of some fiscal periods has; None where these are no periods made of weeks."""
    fiscal_year, first, last = _known.get(), days.min(), days.max()
    if fiscal_year is None or not fiscal_year.weeks or kind not in PARTS:
        return None
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    if (days.dt.day() == 1).all():
        return None
    begins = [
        day
        for year in range(first.year - 1, last.year + 3)
        for number in range(1, PARTS[kind] + 1)
        if (day := fiscal_year.first_day(kind, year, number))
    ]
    if not days.is_in(pl.Series(begins).implode()).all():
        return None
    return next(day for day in sorted(begins) if day > last).toordinal() - last.toordinal()


def look_fiscal(texts: pl.Series) -> pl.Series:
    """Which texts are periods of a fiscal year."""
    folded = texts.cast(pl.String).str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    some = folded.filter(folded.str.contains(_QUICK).fill_null(False)).unique()
    fiscal = [text for text in some.to_list() if _take_apart(text)]
    return folded.is_in(pl.Series(fiscal, dtype=pl.String).implode()).fill_null(False)


def read_fiscal(folded: pl.Series) -> tuple[pl.Series, str] | None:
    """The first days of the fiscal periods among folded texts, and what most of them are; None without any.

    Periods are of the kind `month`.
    """
    fiscal_year = _known.get()
    some = folded.filter(folded.str.contains(_QUICK).fill_null(False)).unique()
    parsed = {text: parts for text in some.to_list() if (parts := _take_apart(text))}
    if not parsed or fiscal_year is None:
        return None
    kinds = [kind for kind, *_ in parsed.values()]
    most = max(sorted(set(kinds)), key=kinds.count)
    days = {
        text: _first_day(fiscal_year, kind, year, part)
        for text, (kind, year, part) in parsed.items()
        if kind == most
    }
    read = folded.replace_strict(days, default=None, return_dtype=pl.Date)
    return (read, most) if read.count() else None


def _take_apart(text: str) -> tuple[str, str, str] | None:
    """The kind, the year and the number (or the month's name) of a fiscal period; None where it is none."""
    match = next((match for pattern in _COMPILED if (match := pattern.match(text))), None)
    if match is None:
        return None
    groups = match.groupdict()
    for group, kind in (("month", "month"), ("numbered", "month"), ("week", "week"), ("quarter", "quarter")):
        if groups.get(group):
            return kind, groups["year"], groups[group]
    named = MONTHS.get(groups["named"].strip("."))
    return ("month", groups["year"], f"named {named}") if named else None


def _first_day(fiscal_year: FiscalYear, kind: str, said: str, part: str) -> date | None:
    numbers = [int(number) for number in re.findall(r"[0-9]+", said)]
    first = numbers[0] if numbers[0] > 99 else 2000 + numbers[0]
    year = first
    if len(numbers) > 1:
        # Of a year that lies in two, 2024/25, both are said, however it is named.
        if (numbers[1] - numbers[0]) % 100 != 1:
            return None
        inside = timedelta(days=WITHIN_DAYS)
        year = next(name for name in (first, first + 1) if (fiscal_year.starts(name) + inside).year == first)
    if part.startswith("named "):
        return fiscal_year.first_of_month(year, int(part.removeprefix("named ")))
    return fiscal_year.first_day(kind, year, int(part))
