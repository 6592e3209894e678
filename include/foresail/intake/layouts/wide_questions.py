"""What is asked of the headings of a sheet with a column a period, where they do not say when it is."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from foresail.errors import UnmappedHeader
from foresail.intake.date_ranges import look_like_ranges
from foresail.intake.fiscal_periods import is_fiscal_year_known, look_fiscal
from foresail.intake.layouts.asking import DAYS, FISCAL_YEAR, YEAR, describe_headers
from foresail.intake.layouts.wide_labels import Rows

FISCAL_MIN = 2


def check_fiscal(rows: Rows, row: int, texts: Sequence[str | None]) -> None:
    """Raise UnmappedHeader where headings are of a fiscal year, and nobody has said when it begins."""
    fiscal = look_fiscal(pl.Series(texts, dtype=pl.String))
    if is_fiscal_year_known() or fiscal.sum() < FISCAL_MIN:
        return
    shown = ", ".join(str(text)[:20] for text, holds in zip(texts, fiscal, strict=True) if holds)[:100]
    raise UnmappedHeader(
        f"Sheet {rows.sheet.name!r} has a column for each period of a fiscal year ({shown}), and nobody has "
        "said when that begins.",
        "Ask an administrator to set FORESAIL_FISCAL_YEAR, for example to NRF, and upload the file again.",
        describe_headers(rows.sheet, row, rows.at(row), {}, {}, ["Date"], asks=FISCAL_YEAR),
    )


def check_ranges(rows: Rows, row: int, texts: Sequence[str | None], days: Sequence[date | None]) -> None:
    """Raise UnmappedHeader where headings are ranges of days that are neither weeks nor months."""
    odd = [text for text, day in zip(texts, days, strict=True) if text and day is None]
    odd = pl.Series(odd, dtype=pl.String).filter(look_like_ranges(pl.Series(odd, dtype=pl.String))).to_list()
    if not odd:
        return
    raise UnmappedHeader(
        f"Sheet {rows.sheet.name!r} has a column for {str(odd[0])[:40]!r}, which is neither a week of seven "
        "days nor a whole month, as the other columns are.",
        "Add its units to the week or month that they belong to, or send a row for each day.",
        describe_headers(rows.sheet, row, rows.at(row), {}, {}, ["Date"], asks=DAYS),
    )


def ask_year(rows: Rows, row: int, *, is_one: bool) -> UnmappedHeader:
    """The question for the year; where they are not of one, each heading needs its own."""
    shown = ", ".join(str(cell)[:20] for cell in rows.at(row)[:8] if cell)
    lacks = "nothing says of which year" if is_one else "they cannot all be of one year"
    return UnmappedHeader(
        f"Sheet {rows.sheet.name!r} has a column for each period ({shown}), but {lacks}.",
        "Write the year into the headings (2025-01), above them, or into the sheet's name; or send it in "
        "columns, as Date."
        if is_one
        else "Write the year into each heading (2025-01).",
        describe_headers(rows.sheet, row, rows.at(row), {}, {}, ["Date"], asks=YEAR if is_one else None),
    )
