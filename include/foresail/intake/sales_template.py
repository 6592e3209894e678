"""Makes the workbook that planners fill in: the seven columns, and a sheet that explains them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from foresail.columns import COLUMNS, Column

CREATED = datetime(2026, 1, 1)
WIDTH = 16
SHEET, HOW_TO = "Sales", "How to"
LAST_ROW = 1_048_575
WIDTHS = {"date": 13, "product": 30, "quantity": 11, "unit_price": 12, "transaction_id": 17, "store": 18,
          "producer": 14}  # fmt: skip
ADVICE = (
    "Fill in one row for each line of a receipt, below the header of the sheet Sales.",
    "Date, Product Name and Quantity are required (dark headers); the others may stay empty.",
    "A return is a row with a negative quantity; it is recorded apart from the demand of its day.",
    "To correct a sale, upload it again with the same transaction ID: the new lines replace the old ones.",
    "A row without a transaction ID replaces nothing: it is added each time it is uploaded.",
    "Extra columns and sheets do no harm: they are ignored.",
)
DAYS = tuple(date(2026, 3, day) for day in (2, 3, 4, 5, 6))
GOODS = (
    ("Coffee Regular", 3.85, "P100"),
    ("Green Tea", 2.95, "P120"),
    ("Oat Milk", 1.89, "P130"),
    ("Rye Bread", 4.2, "P210"),
)


def make_template(path: Path, with_example: bool) -> None:
    """Write the template to `path`, with about twenty rows of example sales or without."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": "Sales for Foresail", "created": CREATED})
    sheet = book.add_worksheet(SHEET)
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "unit_price": book.add_format({"num_format": "0.00"}),
        # As text, so that Excel keeps the zeros that an id begins with.
        "transaction_id": book.add_format({"num_format": "@"}),
        "producer": book.add_format({"num_format": "@"}),
    }
    write_header(book, sheet, COLUMNS, WIDTHS, formats)
    _add_validation(sheet)
    if with_example:
        for row, cells in enumerate(_example(), 1):
            sheet.write_datetime(row, 0, datetime.combine(cells[0], datetime.min.time()))
            sheet.write_row(row, 1, cells[1:])
    _explain(book, book.add_worksheet(HOW_TO))
    book.close()


def write_header(
    book: Any, sheet: Any, columns: Sequence[Column], widths: Mapping[str, int], formats: Mapping[str, Any]
) -> None:
    """Write the header of a workbook to fill in, required columns dark; widths and formats are by field."""
    look = {"bold": True, "border": 1, "valign": "vcenter"}
    required = book.add_format(look | {"bg_color": "#1F4E78", "font_color": "#FFFFFF"})
    optional = book.add_format(look | {"bg_color": "#DDEBF7"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths.get(column.field, WIDTH), formats.get(column.field))
        sheet.write_string(0, place, column.name, required if column.required else optional)
    sheet.set_row(0, 20)
    sheet.freeze_panes(1, 0)


def _add_validation(sheet: Any) -> None:
    fields = [column.field for column in COLUMNS]
    place = fields.index("date")
    sheet.data_validation(1, place, LAST_ROW, place, {
        "validate": "date", "criteria": ">=", "value": date(1980, 1, 1),
        "input_title": "Date", "input_message": "The day of the sale: 2026-03-31",
        "error_title": "Not a date", "error_message": "Write it as year-month-day: 2026-03-31",
    })  # fmt: skip
    place = fields.index("quantity")
    sheet.data_validation(1, place, LAST_ROW, place, {
        "validate": "decimal", "criteria": "between", "minimum": -1_000_000_000, "maximum": 1_000_000_000,
        "input_title": "Quantity", "input_message": "Units sold; a return is negative",
        "error_title": "Not a number", "error_message": "Write the units sold, for example 12 or 0.5",
    })  # fmt: skip


def _explain(book: Any, sheet: Any) -> None:
    title, bold = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"bold": True, "bottom": 1}),
    )
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 11)
    sheet.set_column(2, 2, 85)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "How to fill in this workbook", title)
    row = 2
    for advice in ADVICE:
        sheet.merge_range(row, 0, row, 2, advice, wrapped)
        row += 1
    row += 1
    for place, text in enumerate(("Column", "Required", "Meaning")):
        sheet.write_string(row, place, text, bold)
    for column in COLUMNS:
        row += 1
        sheet.write_string(row, 0, column.name, wrapped)
        sheet.write_string(row, 1, "yes" if column.required else "no", wrapped)
        sheet.write_string(row, 2, column.meaning, wrapped)


def _example() -> list[tuple[Any, ...]]:
    """Five days of four products, the last of them a return."""
    rows = []
    for number, day in enumerate(DAYS):
        for place, (product, price, producer) in enumerate(GOODS):
            quantity = 2 + (number * 3 + place * 5) % 7
            receipt = f"R{1001 + 2 * number + place // 2}"
            store = ("Riverside", "Old Town")[place // 2]
            rows.append((day, product, quantity, price, receipt, store, producer))
    rows.append((DAYS[-1], "Green Tea", -1, 2.95, "R1011", "Riverside", "P120"))
    return rows
