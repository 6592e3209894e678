"""Reads a column of dates, or of weeks, months or quarters: in one order for the whole column, or none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from foresail.errors import UndecidableDates
from foresail.intake.date_ranges import Ranges, read_ranges
from foresail.intake.months import MONTHS
from foresail.intake.periods import Periods, read_periods

CLOCK = r"(?:[T ,]\s?[0-9]{1,2}[:.][0-9]{2}.*)?$"
YEAR_FIRST = r"^([0-9]{4})\s?[-/.年]\s?([0-9]{1,2})\s?[-/.月]\s?([0-9]{1,2})\.?日?" + CLOCK
COMPACT = r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$"
# Two digits after dashes are no year: 24-03-05 is written for both 2024 and 2005.
YEAR_LAST = r"^([0-9]{1,2})\s?[-/.]\s?([0-9]{1,2})(?:\s?[-/.]\s?([0-9]{4})|[/.]([0-9]{2}))\.?" + CLOCK
DAY_WORD_YEAR = (
    r"^([0-9]{1,2})(?:st|nd|rd|th|er)?\.?[\s\-/]*(?:de |of )?([^\W\d_]+)\.?[\s\-/,]*"
    r"(?:de |del )?([0-9]{4}|[0-9]{2})" + CLOCK
)
WORD_DAY_YEAR = r"^([^\W\d_]+)\.?[\s\-]+([0-9]{1,2})(?:st|nd|rd|th)?,?[\s\-]+([0-9]{4})" + CLOCK
WEEKDAY = (
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mie|jeu|jue|ven|vie|sam|sab|dim|dom)"
    r"[^\W\d_]*[.,]?\s+"
)
SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
EXCEL_EPOCH = date(1899, 12, 30)
# Above this share of contradicting dates neither order is right for the column; below it they are typos.
CONTRADICTION_SHARE = 0.02
# Sales rarely span so many years, and days of a month soon do.
YEARS_MAX = 3
# From so many on it is no chance that only days up to 12 became dates and only later ones stayed text.
SWAPPED_MIN = 5


@dataclass(frozen=True)
class Dates:
    """The dates of a column, null where a text is none; the order that was used, if one was needed.

    `order_from` says what decided it: given, column, other-columns or remembered. `looks_swapped`: the
    program that wrote the file seems to have read some dates in the other order. `period` is what the texts
    are where they are no days: a `week`, a `month` or a `quarter`, each at its first day.
    """

    days: pl.Series
    order: str | None
    order_from: str | None = None
    looks_swapped: bool = False
    period: str | None = None


@dataclass(frozen=True)
class Hints:
    """What else decides the order of day and month: an option, an earlier upload's option, other columns.

    The column's `heading` tells weeks (202507) from months.
    """

    given: str | None = None
    remembered: str | None = None
    elsewhere: Callable[[], Iterable[pl.Series]] = tuple
    heading: str = ""


def parse_dates(
    texts: pl.Series,
    hints: Hints | str | None = None,
    *,
    counts: pl.Series | None = None,
    epoch: date = EXCEL_EPOCH,
) -> Dates:
    """Parse a column of text; raises UndecidableDates, with an example, rather than guess an order.

    `counts` says how often each text stands in the column, where `texts` holds each of them once.
    """
    if not isinstance(hints, Hints):
        hints = Hints(given=hints)
    frame = _prepare(texts).with_columns(
        counts.alias("rows") if counts is not None else pl.lit(1).alias("rows")
    )
    order, order_from = _decide(frame, hints)
    day, month = ("first", "second") if order == "day-first" else ("second", "first")
    candidates = [
        _date(*(pl.col("text").str.extract(YEAR_FIRST, group) for group in (1, 2, 3))),
        _date(*(pl.col("text").str.extract(COMPACT, group) for group in (1, 2, 3))),
        pl.lit(epoch) + pl.duration(days=pl.col("text").str.extract(SERIAL, 1).cast(pl.Int32)),
        *_with_words(),
    ]
    if order is not None:
        short = pl.col("text").str.extract(YEAR_LAST, 4)
        year = pl.coalesce(pl.col("text").str.extract(YEAR_LAST, 3), _century(short) + short)
        candidates.append(_date(year, pl.col(month).cast(pl.String), pl.col(day).cast(pl.String)))
    read = frame.with_columns(pl.coalesce(candidates).alias("day"))
    days, period = _fill_in_periods(read["day"], frame, texts, hints)
    return Dates(days, order, order_from, _looks_swapped(read, order), period)


def _fill_in_periods(
    days: pl.Series, frame: pl.DataFrame, texts: pl.Series, hints: Hints
) -> tuple[pl.Series, str | None]:
    """Read what is no day as a period, or as a range of days that is one.

    Beside days it is one only where those begin such a period, too.
    """
    unread = days.is_null() & texts.is_not_null()
    left = texts.set(~unread, None)
    periods: Periods | Ranges | None = None
    if unread.any():
        periods = read_periods(left, hints.heading) or read_ranges(left, hints.given)
    if periods is None or not _begin_periods(days.drop_nulls(), periods.kind):
        return days, None
    rows = frame["rows"].filter(unread)
    # A stray `2025-01` among texts that are nothing is no reason to store a file of them.
    if 2 * rows.filter(periods.days.filter(unread).is_not_null()).sum() < rows.sum():
        return days, None
    return days.zip_with(~unread, periods.days), periods.kind


def _begin_periods(days: pl.Series, kind: str) -> bool:
    if kind == "week":
        return bool((days.dt.weekday() == 1).all())
    months = (days.dt.month() % 3 == 1).all() if kind == "quarter" else True
    return bool((days.dt.day() == 1).all() and months)


def _prepare(texts: pl.Series) -> pl.DataFrame:
    """The texts without what says nothing, and their first two numbers where the year comes last."""
    text = pl.col("text").str.strip_chars()
    is_month = text.str.contains(WORD_DAY_YEAR)  # `mar` is a Tuesday in Spanish and a month in English
    without = pl.when(is_month).then(text).otherwise(text.str.replace(f"(?i){WEEKDAY}", ""))
    frame = texts.alias("text").to_frame().select(without.alias("text"))
    return frame.with_columns(
        pl.col("text").str.extract(YEAR_LAST, group).cast(pl.Int32, strict=False).alias(name)
        for group, name in ((1, "first"), (2, "second"))
    )


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    parts = [year, month.str.zfill(2), day.str.zfill(2)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _with_words() -> list[pl.Expr]:
    """Dates whose month is a word, in the languages of MONTHS."""
    text = pl.col("text")

    def month(pattern: str, group: int) -> pl.Expr:
        word = text.str.extract(pattern, group).str.to_lowercase()
        return word.replace_strict(MONTHS, default=None, return_dtype=pl.String)

    last = text.str.extract(DAY_WORD_YEAR, 3)
    year = pl.when(last.str.len_chars() == 2).then(_century(last) + last).otherwise(last)
    return [
        _date(year, month(DAY_WORD_YEAR, 2), text.str.extract(DAY_WORD_YEAR, 1)),
        _date(
            text.str.extract(WORD_DAY_YEAR, 3), month(WORD_DAY_YEAR, 1), text.str.extract(WORD_DAY_YEAR, 2)
        ),
    ]


def _century(two_digits: pl.Expr) -> pl.Expr:
    return pl.when(two_digits.cast(pl.Int32, strict=False) < 70).then(pl.lit("20")).otherwise(pl.lit("19"))


def _decide(frame: pl.DataFrame, hints: Hints) -> tuple[str | None, str | None]:
    """The order, and what decided it; (None, None) if no value needs one."""
    parts = frame.drop_nulls("first")
    if hints.given is not None:
        return hints.given, "given"
    if parts.is_empty():
        return None, None
    _check_year_is_last(parts)
    proven = _prove(parts)
    if proven is not None:
        return proven, "column"
    if (parts["first"] == parts["second"]).all():
        return "day-first", "column"
    others = {_prove(_parts(texts), strict=False) for texts in hints.elsewhere()} - {None}
    if len(others) == 1:
        return others.pop(), "other-columns"
    if hints.remembered is not None:
        return hints.remembered, "remembered"
    example = parts.filter(pl.col("first") != pl.col("second"))["text"][0]
    raise UndecidableDates(
        f"Dates such as {example!r} can be day-month or month-day, and no date in the column shows which.",
        "Write dates as year-month-day, or send date_order=day-first or date_order=month-first.",
        {"example": example},
    )


def _check_year_is_last(parts: pl.DataFrame) -> None:
    """Raise UndecidableDates where dates such as 24/03/05 seem to begin with their year: it never changes."""
    short = parts.with_columns(pl.col("text").str.extract(YEAR_LAST, 4).alias("last")).drop_nulls("last")
    is_year = short["first"].n_unique() == 1 and (short["first"] > 12).all()
    if short["last"].n_unique() >= YEARS_MAX and is_year:
        raise UndecidableDates(
            f"Dates such as {short['text'][0]!r} seem to start with a two-digit year.",
            "Write years with four digits, ideally as year-month-day.",
            {"example": short["text"][0]},
        )


def _parts(texts: pl.Series) -> pl.DataFrame:
    return _prepare(texts).with_columns(rows=1).drop_nulls("first")


def _prove(parts: pl.DataFrame, *, strict: bool = True) -> str | None:
    """The order that the values themselves prove; raises UndecidableDates on a contradiction, if strict."""
    day_first = parts.filter((pl.col("first") > 12) & (pl.col("second") <= 12))
    month_first = parts.filter((pl.col("second") > 12) & (pl.col("first") <= 12))
    low, high = sorted((int(day_first["rows"].sum()), int(month_first["rows"].sum())))
    if high == 0:
        return None
    if low > CONTRADICTION_SHARE * high:
        if not strict:
            return None
        raise UndecidableDates(
            f"Some dates are day-month ({day_first['text'][0]!r}), others month-day "
            f"({month_first['text'][0]!r}).",
            "Write all dates in one order, ideally as year-month-day.",
        )
    return "day-first" if day_first["rows"].sum() > month_first["rows"].sum() else "month-first"


def _looks_swapped(read: pl.DataFrame, order: str | None) -> bool:
    """Whether true dates have only days up to 12 and texts only days above.

    So it is where Excel opened a file in the other order: what could be a date in its order became one, a
    wrong one, and the rest stayed text.
    """
    if order is None:
        return False
    typed = read.filter(pl.col("first").is_null() & pl.col("day").is_not_null())["day"]
    texts = read.filter(pl.col("first").is_not_null())
    later = pl.col("first") > 12 if order == "day-first" else pl.col("second") > 12
    if (
        typed.n_unique() < SWAPPED_MIN
        or texts["text"].n_unique() < SWAPPED_MIN
        or not texts.select(later.all()).item()
    ):
        return False
    return bool((typed.dt.day() <= 12).all())
