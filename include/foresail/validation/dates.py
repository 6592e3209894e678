"""Reads a column of dates: one order of day and month for the whole column, or none."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from foresail.errors import UndecidableDates

CLOCK = r"(?:[T ]\d{1,2}:\d{2}.*)?$"
YEAR_FIRST = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + CLOCK
# Two digits after dashes are no year: 24-03-05 is written for both 2024 and 2005.
YEAR_LAST = r"^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4})|[/.](\d{2}))" + CLOCK
SERIAL = r"^(\d{5})(?:\.\d+)?$"
MONTH_NAMES = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y")
EXCEL_EPOCH = date(1899, 12, 30)
# Above this share of contradicting dates neither order is right for the column; below it they are typos.
CONTRADICTION_SHARE = 0.02


@dataclass(frozen=True)
class Dates:
    """The dates of a column, null where a text is none, and the order that was used, if one was needed."""

    days: pl.Series
    order: str | None


def parse_dates(texts: pl.Series, order: str | None = None) -> Dates:
    """Parse a column of text; raises UndecidableDates, with an example, rather than guess an order."""
    frame = texts.str.strip_chars().alias("text").to_frame()
    first, second = (pl.col("text").str.extract(YEAR_LAST, group).cast(pl.Int32) for group in (1, 2))
    if order is None:
        order = _decide_order(frame.select("text", first=first, second=second).drop_nulls())
    day, month = (first, second) if order == "day-first" else (second, first)
    short = pl.col("text").str.extract(YEAR_LAST, 4)
    year = pl.coalesce(pl.col("text").str.extract(YEAR_LAST, 3), _century(short) + short)
    iso = [pl.col("text").str.extract(YEAR_FIRST, group).str.zfill(2) for group in (1, 2, 3)]
    candidates = [
        pl.concat_str(iso, separator="-").str.to_date("%Y-%m-%d", strict=False),
        pl.lit(EXCEL_EPOCH) + pl.duration(days=pl.col("text").str.extract(SERIAL, 1).cast(pl.Int32)),
        *(pl.col("text").str.to_date(form, strict=False) for form in MONTH_NAMES),
    ]
    if order is not None:
        parts = [year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2)]
        candidates.append(pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False))
    return Dates(frame.select(pl.coalesce(candidates).alias("day"))["day"], order)


def _century(two_digits: pl.Expr) -> pl.Expr:
    return pl.when(two_digits.cast(pl.Int32) < 70).then(pl.lit("20")).otherwise(pl.lit("19"))


def _decide_order(parts: pl.DataFrame) -> str | None:
    """The order that the column's own values prove, or None where no value needs one."""
    if parts.is_empty():
        return None
    day_first = parts.filter((pl.col("first") > 12) & (pl.col("second") <= 12))
    month_first = parts.filter((pl.col("second") > 12) & (pl.col("first") <= 12))
    low, high = sorted((day_first.height, month_first.height))
    if high == 0:
        if (parts["first"] == parts["second"]).all():
            return "day-first"
        example = parts.filter(pl.col("first") != pl.col("second"))["text"][0]
        raise UndecidableDates(
            f"Dates such as {example!r} can be day-month or month-day, and no date in the column tells.",
            "Write dates as year-month-day, or send date_order=day-first or date_order=month-first.",
        )
    if low > CONTRADICTION_SHARE * high:
        raise UndecidableDates(
            f"Some dates are day-month ({day_first['text'][0]!r}), others month-day "
            f"({month_first['text'][0]!r}).",
            "Write all dates in one order, best as year-month-day.",
        )
    return "day-first" if day_first.height > month_first.height else "month-first"
