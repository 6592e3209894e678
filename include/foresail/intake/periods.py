"""Reads weeks, months and quarters as people write them: 2025-W07, Jan-25, 202501, KW 7, Q1 2025."""

import re
from dataclasses import dataclass

import polars as pl

from foresail.intake.fiscal_periods import ALONE, read_fiscal
from foresail.intake.months import MONTHS

KINDS = ("month", "week", "quarter")
"""What a period can be; its sales are stored at its first day (of a week, the Monday of ISO 8601)."""
_WORD = r"([^\W\d_]{3,}|[^\W\d_]{3,5}\.)"
_YEAR = r"((?:19|20)[0-9]{2})"
_SHORT = r"'?([0-9]{2})"
_ANY = r"[\s\-/._,]*"
_SOME = r"[\s\-/._,']+"
_OF = r"(?:de |del |of |год[а]? ?)?"
_WEEK = (
    r"(?:w|wk|week(?: no)?|kw|cw|kalenderwoche|woche|sem|semaine|semana|settimana|sett|s|uge|vecka|v|uke|"
    r"viikko|"
    r"vk|нед|неделя|hafta|tydzień|tydz|minggu|tuần|第|周|週)"
)
_WEEK_WORD = r"(?:kw|cw|woche|week|wk|semaine|semana|settimana|uge|vecka|uke|viikko|неделя|hafta)"
_QUARTER = (
    r"(?:q|qtr|quarter|quartal|trimestre|trim|trimester|t|kvartal|kv|kwartał|kwartaal|кв|квартал|çeyrek|quý)"
)
_TH = r"(?:\.|st|nd|rd|th|er|e|º|°|ère)?"
# Each pattern with the places of its groups: year, year of two digits, number or word.
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "month": (
        (rf"^{_WORD}{_ANY}{_OF}{_YEAR}$", "ny"),
        (rf"^{_YEAR}{_ANY}{_WORD}$", "yn"),
        (rf"^{_WORD}{_ANY}{_SHORT}$", "ns"),
        (rf"^{_YEAR}\s?[年년]\s?([0-9]{{1,2}})\s?[月월]$", "yn"),
        (rf"^{_YEAR}[\s\-]?m([0-9]{{1,2}})$", "yn"),
        (rf"^m([0-9]{{1,2}}){_ANY}{_YEAR}$", "ny"),
        (rf"^tháng ([0-9]{{1,2}})(?:[\s/\-]|năm)*{_YEAR}$", "ny"),
    ),
    "week": (
        (rf"^{_YEAR}年?{_ANY}{_WEEK}[\s.\-_]*([0-9]{{1,2}})\s?[周週주]?$", "yn"),
        (rf"^{_WEEK}[\s.\-_]*([0-9]{{1,2}}){_ANY}{_OF}{_YEAR}$", "ny"),
        (rf"^{_WEEK}[\s.\-_]*([0-9]{{1,2}}){_SOME}{_SHORT}$", "ns"),
        (rf"^([0-9]{{1,2}})\.?\s?{_WEEK_WORD}{_ANY}{_YEAR}$", "ny"),
    ),
    "quarter": (
        (rf"^{_YEAR}年?{_ANY}{_QUARTER}[\s.\-]*([1-4])$", "yn"),
        (rf"^{_YEAR}年?\s?第?([1-4一二三四])季度?$", "yn"),
        (rf"^{_QUARTER}[\s.\-]*([1-4]){_ANY}{_OF}{_YEAR}$", "ny"),
        (rf"^{_QUARTER}[\s.\-]*([1-4]){_SOME}{_SHORT}$", "ns"),
        (rf"^([1-4]){_TH}\s?{_QUARTER}\.?{_ANY}{_OF}{_YEAR}$", "ny"),
        (rf"^([1-4]){_QUARTER}{_ANY}{_SHORT}$", "ns"),
    ),
}
# Two numbers: a month and a year, or a week and a year.
_NUMBERS = (
    (rf"^{_YEAR}[\-/\s]([0-9]{{1,2}})$", "yn"),
    (rf"^([0-9]{{1,2}})[\-/.\s]{_YEAR}$", "ny"),
    (rf"^{_YEAR}([0-9]{{2}})$", "yn"),
    (rf"^{_YEAR}\.([0-9]{{2}})$", "yn"),
)
# What needs a year from somewhere else: a heading above, a column beside it.
_ALONE: dict[str, tuple[tuple[str, str], ...]] = {
    "month": ((rf"^{_WORD}$", "n"), (r"^([0-9]{1,2})\s?[月월]$", "n"), (r"^(?:m|tháng )([0-9]{1,2})$", "n")),
    "week": ((rf"^{_WEEK}[\s.\-_]*([0-9]{{1,2}})$", "n"), (r"^第?([0-9]{1,2})\s?[周週주]$", "n")),
    "quarter": ((rf"^{_QUARTER}[\s.\-]*([1-4])$", "n"), (rf"^([1-4]){_TH}\s?{_QUARTER}$", "n")),
}
_WEEK_HEADING = re.compile(
    rf"(?i)(?:^|[^\w]|_|y{{4}}){_WEEK}(?:$|[^\w]|_|[0-9])|week|woche|semaine|semana|ww$|周|週"
)
_QUARTER_HEADING = re.compile(r"(?i)quarter|quartal|trimest|kwarta|kvartal|квартал|季度|qtr|^q$")
# Of more years than that, `Jan-01` to `Jan-31` are days and no years.
SHORT_YEARS_MAX = 12
MONTHS_MAX = 12
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4"}


@dataclass(frozen=True)
class Periods:
    """The first day of each text's period, null where it is none of this kind; `kind` is one of KINDS."""

    days: pl.Series
    kind: str


def read_periods(texts: pl.Series, heading: str = "", years: pl.Series | None = None) -> Periods | None:
    """Read texts as periods of the one kind that most of them are; None where none is a period.

    `heading` tells 202507 as a week from a month; `years` gives each text the year that it lacks.
    """
    if texts.null_count() == len(texts):
        return None
    frame = pl.DataFrame({"text": _fold(texts), "year": years if years is not None else None})
    frame = frame.with_columns(pl.col("year").cast(pl.Int32))
    found = {kind: _parse(frame, _PATTERNS[kind]) for kind in KINDS}
    numbers = _parse(frame, _NUMBERS)
    kind = _kind_of_numbers(numbers, heading)
    found[kind] = _either(found[kind], numbers)
    if years is not None:
        for name in KINDS:
            alone = _parse(frame, _ALONE[name]).with_columns(year=frame["year"])
            found[name] = _either(found[name], alone)
        if frame["text"].str.contains(r"^[0-9]{1,2}$").any():
            kind = "week" if is_week(heading) else "quarter" if is_quarter(heading) else "month"
            bare = pl.DataFrame({"year": frame["year"], "number": frame["text"].cast(pl.Int32, strict=False)})
            found[kind] = _either(found[kind], bare)
    days = {name: _first_days(name, parsed) for name, parsed in found.items()}
    best = max(KINDS, key=lambda name: days[name].count())
    fiscal = read_fiscal(_with_years(frame))
    if fiscal and fiscal[0].count() > days[best].count():
        return Periods(*fiscal)
    return Periods(days[best], best) if days[best].count() else None


def _with_years(frame: pl.DataFrame) -> pl.Series:
    """The texts, with its year before each fiscal period that lacks it."""
    if not frame["year"].count():
        return frame["text"]
    whole = pl.concat_str("year", pl.lit(" "), "text")
    is_alone = pl.col("text").str.contains(ALONE) & pl.col("year").is_not_null()
    return frame.select(pl.when(is_alone).then(whole).otherwise("text").alias("text"))["text"]


def is_week(heading: str) -> bool:
    """Whether a heading speaks of weeks."""
    return bool(_WEEK_HEADING.search(heading))


def is_quarter(heading: str) -> bool:
    """Whether a heading speaks of quarters."""
    return bool(_QUARTER_HEADING.search(heading))


def lacks_year(texts: pl.Series) -> pl.Series:
    """Which texts are a month, a week, a quarter or a fiscal period without its year: Jan, KW 7, Q1, P03."""
    frame = pl.DataFrame({"text": _fold(texts)})
    numbers = [_parse(frame, patterns)["number"].is_not_null() for patterns in _ALONE.values()]
    return numbers[0] | numbers[1] | numbers[2] | frame["text"].str.contains(ALONE).fill_null(False)


def _fold(texts: pl.Series) -> pl.Series:
    """The texts in small letters, without signs that say nothing."""
    folded = texts.cast(pl.String).str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    return folded.str.replace_all(r"[’‘`´]", "'").str.replace_all(r"[–—]", "-").str.replace_all(r"\s+", " ")


def _parse(frame: pl.DataFrame, patterns: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """Year and number of each text by the first pattern that it has; null where it has none."""
    text = pl.col("text")
    years, numbers = [pl.lit(None, pl.String)], [pl.lit(None, pl.String)]
    shorts = [pl.lit(None, pl.String)]
    for pattern, groups in patterns:
        for place, group in enumerate(groups, 1):
            part = text.str.extract(pattern, place)
            {"y": years, "s": shorts, "n": numbers}[group].append(part)
    word = pl.coalesce(numbers).str.strip_chars(".")
    named = word.replace_strict(MONTHS | _CHINESE, default=None, return_dtype=pl.String)
    number = pl.coalesce(word.cast(pl.Int32, strict=False), named.cast(pl.Int32, strict=False))
    parsed = frame.select(
        pl.coalesce(years).cast(pl.Int32).alias("year"),
        pl.coalesce(shorts).cast(pl.Int32).alias("short"),
        number.alias("number"),
    )
    return parsed.select(pl.coalesce("year", _long_years(parsed)).alias("year"), "number")


def _long_years(parsed: pl.DataFrame) -> pl.Series:
    """The years of two digits in four; null where they look like days of a month: Jan-01, Jan-02, Jan-03."""
    short = parsed["short"].set(parsed["number"].is_null(), None)
    years, numbers = short.n_unique() - bool(short.null_count()), parsed["number"].drop_nulls().n_unique()
    if years > SHORT_YEARS_MAX or (years > 1 and numbers < years):
        return pl.repeat(None, len(short), dtype=pl.Int32, eager=True)
    return (short + 1900).zip_with(short >= 70, short + 2000) if len(short) else short


def _kind_of_numbers(parsed: pl.DataFrame, heading: str) -> str:
    """Whether 202507 and 2025-07 are weeks or months: by the heading, else by numbers above 12.

    One number above 12 may be a typing error, unless its year has more numbers than months.
    """
    if is_week(heading):
        return "week"
    known = parsed.drop_nulls().unique()
    most = known.group_by("year").len()["len"].max() or 0
    above = known.filter(pl.col("number") > MONTHS_MAX)["number"].n_unique()
    return "week" if above > 1 or (above and int(str(most)) > MONTHS_MAX) else "month"


def _either(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """The first where it was read, else the second."""
    is_read = first["number"].is_not_null() & first["year"].is_not_null()
    return pl.DataFrame(
        {
            name: first[name].cast(pl.Int32).zip_with(is_read, second[name].cast(pl.Int32))
            for name in ("year", "number")
        }
    )


def _first_days(kind: str, parsed: pl.DataFrame) -> pl.Series:
    """The first day of each period; null where there is no such period."""
    year, number = pl.col("year"), pl.col("number")
    most = {"month": 12, "week": 53, "quarter": 4}[kind]
    good = parsed.select(
        pl.when(number.is_between(1, most) & year.is_between(1900, 2200)).then(name).alias(name)
        for name in ("year", "number")
    )
    if kind == "week":
        fourth = pl.date(year, 1, 4)  # lies in the first week, always
        monday = fourth + pl.duration(days=(number - 1) * 7 - fourth.dt.weekday().cast(pl.Int32) + 1)
        return good.select(pl.when(monday.dt.iso_year() == year).then(monday).alias("day"))["day"]
    month = number if kind == "month" else number * 3 - 2
    return good.select(pl.date(year, month, 1).alias("day"))["day"]
