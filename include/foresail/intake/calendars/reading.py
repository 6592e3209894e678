"""Reads a calendar's workbook: its entries, or a refusal that names each cell that cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from foresail.columns import column_letter, map_header, missing_columns, rate_header
from foresail.errors import CalendarRefused, EmptyWorkbook, UnmappedHeader
from foresail.intake.calendars.columns import CALENDAR_COLUMNS, HOW_TO, NAMES, RANKS
from foresail.intake.calendars.rules import (
    CALENDAR_RULES,
    DAYS_MAX,
    EARLIEST,
    ENTRIES_MAX,
    EVENT_MAX,
    LATEST,
    PRODUCT_MAX,
)
from foresail.intake.dates import Hints, parse_dates
from foresail.intake.numbers import parse_numbers
from foresail.intake.rules import is_unusable
from foresail.intake.sheets import HEADER_ROWS_SEARCHED, Table, fill_merged, find_beyond, find_run_on
from foresail.intake.texts import tidy
from foresail.workbooks.formats import recognise
from foresail.workbooks.reading import UNPACKED_MAX_BYTES, Book, Sheet, read_book

FINDINGS_TOLD = 100
Entry = dict[str, Any]
Finding = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What a workbook says: its entries, days in ISO, and in words what else it holds."""

    entries: list[Entry]
    left_out: list[str]


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet below its header: where they stand, their texts, and what these say.

    `is_parted` tells where a row of a .csv file has run into others.
    """

    sheet: str
    numbers: pl.Series
    mapping: dict[str, int]
    texts: pl.DataFrame
    values: pl.DataFrame
    is_parted: pl.Series


def read_calendar(
    path: Path,
    date_order: str | None = None,
    *,
    unpacked_max_bytes: int = UNPACKED_MAX_BYTES,
    second_reader: bool = False,
    encoding: str | None = None,
) -> Read:
    """What all sheets with a calendar's header say.

    Raises CalendarRefused where a cell cannot be used, and a WorkbookRefused for what is no calendar: not a
    workbook, empty, without the header, dates that cannot be decided.
    """
    kind = recognise(path)
    book = read_book(
        path,
        kind,
        rate_header,
        unpacked_max_bytes=unpacked_max_bytes,
        second_reader=second_reader,
        encoding=encoding,
    )
    if not any(column.count() for sheet in book.sheets for column in sheet.cells):
        raise EmptyWorkbook("The workbook has no filled cells.", "Check that the calendar was saved.")
    tables = _find_tables(book)
    rows = [_read_rows(table, Hints(given=date_order), book.epoch) for table in tables]
    height = sum(each.texts.height for each in rows)
    if height > ENTRIES_MAX:
        raise CalendarRefused(
            f"The calendar has {height:,} rows; the limit is {ENTRIES_MAX:,}.",
            "Remove entries that are long past. Nothing was changed.",
        )
    findings = [finding for each in rows for finding in _validate(each)]
    if findings:
        raise _refusal(findings)
    return Read([entry for each in rows for entry in _entries(each)], _list_left_out(book, tables))


def _refusal(findings: list[Finding]) -> CalendarRefused:
    first = findings[0]
    place = f"{first['sheet']}!{first['cell'] or first['row']}"
    cells = "1 cell" if len(findings) == 1 else f"{len(findings):,} cells"
    return CalendarRefused(
        f"{cells} of the calendar cannot be used. The first is {place}: {first['message']}",
        f"{first['remedy']} Nothing was changed.",
        {"total": len(findings), "findings": findings[:FINDINGS_TOLD]},
    )


def _list_left_out(book: Book, tables: list[Table]) -> list[str]:
    """What holds something and was not read: sheets without a calendar's header, columns of other names."""
    read = {table.sheet.name for table in tables}
    sheets = [
        f"sheet {sheet.name}"
        for sheet in book.sheets
        if sheet.name not in {*read, HOW_TO} and any(column.count() for column in sheet.cells)
    ]
    columns = [
        f"column {cell.strip()} of {table.sheet.name}"
        for table in tables
        for place, cell in enumerate(table.header)
        if cell and place not in table.mapping.values()
        if table.sheet.cells[str(place)].slice(table.header_row + 1).count()
    ]
    return sheets + columns


def _find_tables(book: Book) -> list[Table]:
    tables = [table for sheet in book.sheets if (table := _find_table(sheet))]
    if not tables:
        wanted = ", ".join(column.name for column in CALENDAR_COLUMNS)
        raise UnmappedHeader(
            "No sheet has a header with First Day and either Event or Unit Price.",
            f"Start from the workbook of GET /calendar/workbook: its columns are {wanted}.",
        )
    return tables


def _find_table(sheet: Sheet) -> Table | None:
    """The table below a calendar's header; a sheet of sales has none."""
    for row in range(min(HEADER_ROWS_SEARCHED, sheet.cells.height)):
        cells = sheet.cells.row(row)
        if not missing_columns(map_header(cells)):
            return None
        mapping = map_header(cells, ranks=RANKS)
        if not missing_columns(mapping, CALENDAR_COLUMNS) and {"event", "unit_price"} & set(mapping):
            return Table(sheet, row, cells, mapping)
    return None


def _read_rows(table: Table, hints: Hints, epoch: date) -> Rows:
    header, mapping = table.header_row, table.mapping
    body = fill_merged(table)[0].slice(header + 1)
    nothing = pl.repeat(None, body.height, dtype=pl.String, eager=True)
    texts = pl.DataFrame(
        {
            field: tidy(body[str(mapping[field])].cast(pl.String)) if field in mapping else nothing
            for field in NAMES
        }
    )
    is_filled = texts.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    numbers = pl.int_range(header + 2, header + 2 + body.height, eager=True).filter(is_filled)
    is_parted = (find_beyond(table, body) | find_run_on(table, body)).filter(is_filled)
    texts = texts.filter(is_filled)
    # One order of day and month for both columns.
    days = parse_dates(pl.concat([texts["first_day"], texts["last_day"]]), hints, epoch=epoch).days
    first, last = days[: texts.height], days[texts.height :]
    price = parse_numbers(texts["unit_price"], numeric=mapping.get("unit_price") in table.sheet.numeric)
    values = pl.DataFrame({"first_day": first, "last_day": last, "unit_price": price}).with_columns(
        pl.when(texts["last_day"].is_null()).then("first_day").otherwise("last_day").alias("last_day")
    )
    return Rows(table.sheet.name, numbers, mapping, texts, values, is_parted)


def _validate(rows: Rows) -> list[Finding]:
    """What is wrong, by row."""
    found = []
    for code, field, broken in _broken(rows):
        rule = CALENDAR_RULES[code]
        for place in broken.fill_null(False).arg_true():
            number, text = rows.numbers[place], rows.texts[field][place]
            finding = {
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
            found.append(finding)
    return sorted(found, key=lambda finding: (finding["row"], finding["cell"]))


def _broken(rows: Rows) -> Iterator[tuple[str, str, pl.Series]]:
    """Each rule as (code, field, which rows break it)."""
    texts, values = rows.texts, rows.values
    unusable = {field: is_unusable(texts[field]) for field in NAMES}
    for field in NAMES:
        yield "calendar-cell-error", field, unusable[field]
    yield "calendar-too-many-cells", "first_day", rows.is_parted
    yield "calendar-no-first-day", "first_day", texts["first_day"].is_null()
    days = values.select(
        pl.when(pl.col(field).is_between(EARLIEST, LATEST)).then(field).alias(field)
        for field in ("first_day", "last_day")
    )
    for field in days.columns:
        yield (
            "calendar-not-a-date",
            field,
            texts[field].is_not_null() & ~unusable[field] & days[field].is_null(),
        )
    lasts = (days["last_day"] - days["first_day"]).dt.total_days()
    yield "calendar-ends-before-start", "last_day", lasts < 0
    yield "calendar-too-long", "last_day", lasts > DAYS_MAX
    has_price = texts["unit_price"].is_not_null()
    yield "calendar-empty-entry", "event", texts["event"].is_null() & ~has_price
    is_price = (values["unit_price"] > 0).fill_null(False)
    yield "calendar-not-a-price", "unit_price", has_price & ~unusable["unit_price"] & ~is_price
    yield "calendar-price-without-product", "product", has_price & texts["product"].is_null()
    for field, most in (("event", EVENT_MAX), ("product", PRODUCT_MAX)):
        yield "calendar-text-too-long", field, texts[field].str.len_chars() > most


def _entries(rows: Rows) -> list[Entry]:
    return (
        rows.values.with_columns(pl.col("first_day", "last_day").dt.to_string("iso"))
        .with_columns(rows.texts["event"], rows.texts["product"])
        .to_dicts()
    )
