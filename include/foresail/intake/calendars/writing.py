"""Makes the calendar's workbook, in the columns that it is read from."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from foresail.intake.calendars.columns import CALENDAR_COLUMNS, HOW_TO
from foresail.intake.sales_template import CREATED, LAST_ROW, write_header
from foresail.workbooks.writing import write_text

SHEET = "Calendar"
WIDTHS = {"first_day": 13, "last_day": 13, "event": 30, "product": 30, "unit_price": 12}
ADVICE = (
    "Fill in one row for each promotion, event or planned price, below the header of the sheet Calendar.",
    "First Day and Last Day: both are included; leave Last Day empty for a single day.",
    "Event: its name, written the same way every time, so that its past effect can be used again.",
    "Product Name: leave it empty for an event that concerns all products, such as a trade fair.",
    "Unit Price: the price of one unit on these days, with a decimal point: 2.55.",
    "Keep past events: their effect is learned from them.",
    "Uploading this workbook replaces the whole calendar.",
)


def make_calendar(path: Path, entries: list[dict[str, Any]]) -> None:
    """Write entries (first_day and last_day in ISO, event, product, unit_price) to `path`."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "Calendar for Foresail", "created": CREATED})
    sheet = book.add_worksheet(SHEET)
    _write_header(book, sheet)
    for row, entry in enumerate(entries, 1):
        _write_entry(sheet, row, entry)
    _explain(book, book.add_worksheet(HOW_TO))
    book.close()


def _write_header(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    formats = {"first_day": day, "last_day": day, "unit_price": book.add_format({"num_format": "0.00##"})}
    write_header(book, sheet, CALENDAR_COLUMNS, WIDTHS, formats)
    sheet.data_validation(1, 0, LAST_ROW, 1, {
        "validate": "date", "criteria": ">=", "value": date(1980, 1, 1),
        "error_title": "Not a date", "error_message": "Write it as year-month-day: 2026-03-31",
    })  # fmt: skip


def _write_entry(sheet: Any, row: int, entry: dict[str, Any]) -> None:
    for place, column in enumerate(CALENDAR_COLUMNS):
        value = entry[column.field]
        if value is None:
            continue
        if column.field in ("first_day", "last_day"):
            sheet.write_datetime(row, place, datetime.combine(date.fromisoformat(value), time.min))
        elif column.field == "unit_price":
            sheet.write_number(row, place, value)
        else:
            write_text(sheet, row, place, value)


def _explain(book: Any, sheet: Any) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, "How to fill in this workbook", book.add_format({"bold": True, "font_size": 14}))
    for row, advice in enumerate(ADVICE, 2):
        sheet.write_string(row, 0, advice)
