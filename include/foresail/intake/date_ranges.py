"""Reads ranges of days as planners write a week or a month: 01.01.-07.01.2025, 6-12 Jan 2025."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from foresail.intake.months import MONTHS

WEEK_DAYS = 7
_TO = r"(?:to|until|till|through|thru|bis|au|al|a|até|t/m|tot|do|по|til|ate|–|—|～|〜|~|至|から|부터)"
_BETWEEN = rf"(?:\s*-\s*|\s+{_TO}\s+|\s*[–—～〜~至]\s*)"
_APART = rf"(?:\s+-\s*|\s*-\s+|\s+{_TO}\s+|\s*[–—～〜~至]\s*)"
_LAST = r"(?P<y2>(?:19|20)?[0-9]{2})"
_DAY1, _DAY2 = r"(?P<d1>[0-9]{1,2})(?:st|nd|rd|th)?\.?", r"(?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?\.?"
_ONE, _TWO = r"(?P<m1>[^\W\d_]{3,})\.?", r"(?P<m2>[^\W\d_]{3,})\.?"
_YEAR_1 = r"(?P<y1>(?:19|20)[0-9]{2})"
_YEAR_FIRST = (
    r"(?P<y1>(?:19|20)[0-9]{{2}}){sep}(?P<m1>[0-9]{{1,2}}){sep}(?P<d1>[0-9]{{1,2}})"
    r"{to}(?P<y2>(?:19|20)[0-9]{{2}}){sep}(?P<m2>[0-9]{{1,2}}){sep}(?P<d2>[0-9]{{1,2}})"
)
# Days and months in either order: a and b.
_EITHER = (
    r"(?P<a1>[0-9]{{1,2}}){sep}(?P<b1>[0-9]{{1,2}})(?:{sep}(?P<y1>(?:19|20)?[0-9]{{2}})?)?"
    r"{to}(?P<a2>[0-9]{{1,2}}){sep}(?P<b2>[0-9]{{1,2}}){sep}(?P<y2>(?:19|20)?[0-9]{{2}})\.?"
)
_FORMS = tuple(
    re.compile(f"^{form}$")
    for form in (
        _YEAR_FIRST.format(sep="-", to=rf"(?:{_APART}|\s*/\s*)"),
        _YEAR_FIRST.format(sep="/", to=_BETWEEN),
        _YEAR_FIRST.format(sep=r"\.", to=_BETWEEN),
        _YEAR_FIRST.format(sep="", to=_BETWEEN).replace("{1,2}", "{2}"),
        _EITHER.format(sep=r"\.\s?", to=_BETWEEN),
        _EITHER.format(sep="/", to=_BETWEEN),
        _EITHER.format(sep="-", to=_APART),
        rf"{_DAY1}{_BETWEEN}{_DAY2.removesuffix('?')}\s?(?P<m2>[0-9]{{1,2}})\.\s?{_LAST}",
        rf"{_DAY1}{_BETWEEN}(?P<d2>[0-9]{{1,2}})/(?P<m2>[0-9]{{1,2}})/{_LAST}",
        rf"{_DAY1}(?:[\s\-]?(?:de )?{_ONE}(?:,?[\s\-]?(?:de )?{_YEAR_1})?)?{_BETWEEN}"
        rf"{_DAY2}[\s\-]?(?:de )?{_TWO},?[\s\-]?(?:de |')?{_LAST}",
        rf"{_ONE} {_DAY1}(?:,? {_YEAR_1})?{_BETWEEN}(?:{_TWO} )?{_DAY2},? {_LAST}",
    )
)
FROM = r"^(?:from|vom|von|du|del|dal|da|van|od|с|week|wk|woche)\s"
# Two numbers with a sign or a word between: a quick look before the long one.
_QUICK = r"(?i)[0-9].*(?:[-–—～〜~至/]|\s[^\W\d_]{1,7}\s).*[0-9]{2}\.?$"


@dataclass(frozen=True)
class Ranges:
    """The first day of each text that is a week or a whole month, as most of them are; null for the rest."""

    days: pl.Series
    kind: str


def read_ranges(texts: pl.Series, order: str | None = None) -> Ranges | None:
    """Read ranges of days; None where none is a week or a month.

    `order` is that of day and month; where none is given the one that makes weeks and months of more of them.
    """
    taken = _take_apart(texts)
    if not taken:
        return None
    best: dict[str, tuple[date, str]] = {}
    for each in [order] if order else ["day-first", "month-first"]:
        read = {text: whole for text, parts in taken.items() if (whole := _read(parts, str(each)))}
        best = max(best, read, key=len)
    if not best:
        return None
    kinds = [kind for _, kind in best.values()]
    most = max(sorted(set(kinds)), key=kinds.count)
    days = {text: day for text, (day, kind) in best.items() if kind == most}
    return Ranges(_fold(texts).replace_strict(days, default=None, return_dtype=pl.Date), most)


def look_like_ranges(texts: pl.Series) -> pl.Series:
    """Which texts are a range of days, of whatever length."""
    return _fold(texts).is_in(pl.Series(list(_take_apart(texts)), dtype=pl.String).implode()).fill_null(False)


def _fold(texts: pl.Series) -> pl.Series:
    folded = texts.cast(pl.String).str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    return folded.str.replace_all(r"\s+", " ").str.replace(FROM, "")


def _take_apart(texts: pl.Series) -> dict[str, Mapping[str, str | None]]:
    """The parts of each text that is a range, by the folded text."""
    folded = _fold(texts)
    some = folded.filter(folded.str.contains(_QUICK).fill_null(False)).unique().to_list()
    matches = ((text, next((m for form in _FORMS if (m := form.match(text))), None)) for text in some)
    return {text: match.groupdict() for text, match in matches if match}


def _read(parts: Mapping[str, str | None], order: str) -> tuple[date, str] | None:
    """The first day of a range, and whether it is a week or a month; None where it is neither."""
    if parts.get("a2"):
        day, month = ("a", "b") if order == "day-first" else ("b", "a")
        named = {f"d{end}": parts[f"{day}{end}"] for end in "12"}
        parts = {**parts, **named, **{f"m{end}": parts[f"{month}{end}"] for end in "12"}}
    last_month = _month(parts.get("m2") or parts.get("m1"))
    first_month = _month(parts.get("m1")) if parts.get("m1") else last_month
    if last_month is None or first_month is None:
        return None
    year = _year(str(parts["y2"]))
    last = _date(year, last_month, int(str(parts["d2"])))
    first = _date(_year(str(parts["y1"])) if parts.get("y1") else year, first_month, int(str(parts["d1"])))
    if first is None or last is None:
        return None
    if first > last and not parts.get("y1"):
        # 29.12.-04.01.2025 begins in the year before.
        first = _date(year - 1, first_month, first.day)
    if first is None:
        return None
    after = last + timedelta(days=1)
    if after - first == timedelta(days=WEEK_DAYS):
        return first, "week"
    is_month = first.day == 1 == after.day and (after - first).days <= 31
    return (first, "month") if is_month else None


def _month(text: str | None) -> int | None:
    found = text if text is not None and text.isdigit() else MONTHS.get((text or "").strip("."))
    return int(found) if found else None


def _year(text: str) -> int:
    """A year of two digits is one of this century."""
    return int(text) if len(text) > 2 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
