"""Reads a calendar's workbook: entries, and what is wrong with which cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from foresail.calendar_workbooks.columns import CALENDAR_COLUMNS, NAMES, RANKS
from foresail.calendar_workbooks.rules import CALENDAR_RULES, DAYS_MAX, EVENT_MAX, PRODUCT_MAX
from foresail.columns import map_header, missing_columns
from foresail.errors import EmptyWorkbook, UnmappedHeader
from foresail.validation.dates import Hints, parse_dates
from foresail.validation.numbers import parse_numbers
from foresail.validation.rules import EARLIEST, column_letter, is_unusable
from foresail.validation.sheets import HEADER_ROWS_SEARCHED
from foresail.validation.texts import tidy
from foresail.workbooks.formats import recognise
from foresail.workbooks.reading import UNPACKED_MAX_BYTES, Book, Sheet, read_book

LATEST = date(2100, 12, 31)
Entry = dict[str, Any]
Finding = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet below its header: where they stand, their texts, and what these say."""

    sheet: str
    numbers: pl.Series
    mapping: dict[str, int]
    texts: pl.DataFrame
    values: pl.DataFrame


def read_calendar(
    path: Path,
    date_order: str | None = None,
    *,
    unpacked_max_bytes: int = UNPACKED_MAX_BYTES,
    second_reader: bool = False,
) -> tuple[list[Entry], list[Finding]]:
    """The entries of all sheets with a calendar's header (days in ISO), and the findings that forbid them.

    Raises a WorkbookRefused: not a workbook, empty, without the header, dates that cannot be decided.
    """
    kind = recognise(path)
    book = read_book(path, kind, unpacked_max_bytes=unpacked_max_bytes, second_reader=second_reader)
    if not any(column.count() for sheet in book.sheets for column in sheet.cells):
        raise EmptyWorkbook("The workbook holds no cells.", "Check that the calendar was saved in it.")
    entries, findings = [], []
    for rows in _find_rows(book, date_order):
        found = list(_judge(rows))
        findings += sorted(found, key=lambda finding: (finding["row"], finding["cell"]))
        entries += _entries(rows)
    return ([] if findings else entries), findings


def _find_rows(book: Book, date_order: str | None) -> Iterator[Rows]:
    headers = [(sheet, *found) for sheet in book.sheets if (found := _find_header(sheet))]
    if not headers:
        wanted = ", ".join(column.name for column in CALENDAR_COLUMNS)
        raise UnmappedHeader(
            "No sheet has a row that names First Day and, beside it, Event or Unit Price.",
            f"Begin with the workbook of GET /calendar/workbook: its columns are {wanted}.",
        )
    for sheet, row, mapping in headers:
        yield _read_rows(sheet, row, mapping, Hints(given=date_order), book.epoch)


def _find_header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of a calendar's header, from 0, and its columns; a sheet of sales has none."""
    for row in range(min(HEADER_ROWS_SEARCHED, sheet.cells.height)):
        cells = sheet.cells.row(row)
        if not missing_columns(map_header(cells)):
            return None
        mapping = map_header(cells, ranks=RANKS)
        if not missing_columns(mapping, CALENDAR_COLUMNS) and {"event", "unit_price"} & set(mapping):
            return row, mapping
    return None


def _read_rows(sheet: Sheet, header: int, mapping: dict[str, int], hints: Hints, epoch: date) -> Rows:
    body = sheet.cells.slice(header + 1)
    nothing = pl.repeat(None, body.height, dtype=pl.String, eager=True)
    texts = pl.DataFrame(
        {
            field: tidy(body[str(mapping[field])].cast(pl.String)) if field in mapping else nothing
            for field in NAMES
        }
    )
    is_filled = texts.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    numbers = pl.int_range(header + 2, header + 2 + body.height, eager=True).filter(is_filled)
    texts = texts.filter(is_filled)
    # One order of day and month for both columns.
    days = parse_dates(pl.concat([texts["first_day"], texts["last_day"]]), hints, epoch=epoch).days
    first, last = days[: texts.height], days[texts.height :]
    values = pl.DataFrame(
        {"first_day": first, "last_day": last, "unit_price": parse_numbers(texts["unit_price"])}
    ).with_columns(
        pl.when(texts["last_day"].is_null()).then("first_day").otherwise("last_day").alias("last_day")
    )
    return Rows(sheet.name, numbers, mapping, texts, values)


def _judge(rows: Rows) -> Iterator[Finding]:
    for code, field, broken in _broken(rows):
        for place in broken.fill_null(False).arg_true():
            number, text = rows.numbers[place], rows.texts[field][place]
            rule = CALENDAR_RULES[code]
            yield {
                "sheet": rows.sheet,
                "row": number,
                "cell": f"{column_letter(rows.mapping[field])}{number}" if field in rows.mapping else "",
                "column": NAMES[field],
                "value": text and text[:200],
                "code": code,
                "severity": rule.severity.value,
                "message": rule.message,
                "remedy": rule.remedy,
            }


def _broken(rows: Rows) -> Iterator[tuple[str, str, pl.Series]]:
    """Each rule as (code, field, which rows break it); one cell breaks one rule at most."""
    texts, values = rows.texts, rows.values
    unusable = {field: is_unusable(texts[field]) for field in NAMES}
    for field in NAMES:
        yield "calendar-cell-error", field, unusable[field]
    yield "calendar-no-first-day", "first_day", texts["first_day"].is_null()
    for field in ("first_day", "last_day"):
        is_date = values[field].is_between(EARLIEST, LATEST).fill_null(False)
        yield "calendar-not-a-date", field, texts[field].is_not_null() & ~unusable[field] & ~is_date
    lasts = values["last_day"] - values["first_day"]
    yield "calendar-ends-early", "last_day", lasts < timedelta(0)
    yield "calendar-too-long", "last_day", lasts > timedelta(days=DAYS_MAX)
    has_price = texts["unit_price"].is_not_null()
    yield "calendar-says-nothing", "event", texts["event"].is_null() & ~has_price
    is_price = (values["unit_price"] > 0).fill_null(False)
    yield "calendar-not-a-price", "unit_price", has_price & ~unusable["unit_price"] & ~is_price
    yield "calendar-price-of-what", "product", has_price & texts["product"].is_null()
    for field, most in (("event", EVENT_MAX), ("product", PRODUCT_MAX)):
        yield "calendar-text-too-long", field, texts[field].str.len_chars() > most


def _entries(rows: Rows) -> list[Entry]:
    return (
        rows.values.with_columns(pl.col("first_day", "last_day").dt.to_string("iso"))
        .with_columns(rows.texts["event"], rows.texts["product"])
        .to_dicts()
    )
