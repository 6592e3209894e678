"""Writes a fresh .xlsx of what was read from a file, with its findings marked and listed."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from foresail.workbooks.marking_plan import (
    AUTHOR,
    COLOURS,
    COLUMNS_MAX,
    HEAD_ROWS,
    HEADER,
    ROWS_MAX,
    WIDTHS,
    Line,
    Plan,
    filtered_area,
    free_name,
    is_plain_number,
    link_location,
    safe_text,
)
from foresail.workbooks.reading import Sheet
from foresail.workbooks.splicing import ILLEGAL
from foresail.workbooks.writing import write_text

FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
CREATED = datetime(2026, 1, 1)
CUT = " Rows after {rows:,} and columns after {columns:,} are left out: a sheet of Excel holds no more."


def write_copy(sheets: list[Sheet], plan: Plan, into: Path, note: str = "") -> None:
    """Write the cells of all sheets, with the marks of `plan`, and the list of findings, headed by a note."""
    names = valid_names([sheet.name for sheet in sheets])
    book = xlsxwriter.Workbook(
        into, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": CREATED})
    fills = {severity: book.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}
    is_cut = False
    for sheet in sheets:
        page = book.add_worksheet(names[sheet.name])
        _write_cells(page, sheet, plan, fills)
        is_cut = is_cut or sheet.cells.height > ROWS_MAX or sheet.cells.width > COLUMNS_MAX
    cut = CUT.format(rows=ROWS_MAX, columns=COLUMNS_MAX) if is_cut else ""
    _write_list(book, plan, names, fills, note + cut)
    book.close()


def valid_names(names: list[str]) -> dict[str, str]:
    """Names as Excel takes them: 31 signs, none of []:*?/\\, no apostrophe at an end, each once."""
    valid: dict[str, str] = {}
    for name in names:
        clean = FORBIDDEN_IN_NAMES.sub("_", ILLEGAL.sub("", name))[:31].strip("'").strip() or "Sheet"
        # Excel keeps this name for itself.
        clean = "History_" if clean.casefold() == "history" else clean
        valid[name] = free_name(list(valid.values()), clean)
    return valid


def _write_cells(page: Any, sheet: Sheet, plan: Plan, fills: dict[Any, Any]) -> None:
    marked = _by_row(plan, sheet.name)
    row, marks = next(marked)
    # XlsxWriter drops a comment on a row that was written already.
    for (at_row, column), note in plan.notes.get(sheet.name, {}).items():
        page.write_comment(at_row - 1, column - 1, note, {"author": AUTHOR, "x_scale": 2, "y_scale": 1.2})
    for number, cells in enumerate(sheet.cells.head(ROWS_MAX).iter_rows(), 1):
        here: dict[int, Any] = {}
        if number == row:
            here = marks
            row, marks = next(marked)
        for column, text in enumerate(cells[:COLUMNS_MAX], 1):
            if text is not None and text != "":
                write_cell(page, number - 1, column - 1, text, fills.get(here.pop(column, None)))
        for column, severity in here.items():
            page.write_blank(number - 1, column - 1, None, fills[severity])
    while row:
        for column, severity in marks.items():
            page.write_blank(row - 1, column - 1, None, fills[severity])
        row, marks = next(marked)


def _by_row(plan: Plan, sheet: str) -> Iterator[tuple[int, dict[int, Any]]]:
    for row, marks in plan.marked_rows(sheet):
        yield row, dict(marks)
    yield 0, {}


def write_cell(page: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write a user's text so that it starts no formula; a plain number becomes one."""
    if is_plain_number(text):
        page.write_number(row, column, float(text), style)
    else:
        write_text(page, row, column, safe_text(text), style)


def _write_list(book: Any, plan: Plan, names: dict[str, str], fills: dict[Any, Any], cut: str) -> None:
    page = book.add_worksheet(free_name(list(names.values()), "Findings"))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1})
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.freeze_panes(HEAD_ROWS, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.autofilter(filtered_area(plan))
    page.write_string(0, 0, plan.summary + cut, bold)
    for column, text in enumerate(HEADER):
        page.write_string(HEAD_ROWS - 1, column, text, bold)
    styles = {6: wrapped, 7: wrapped}
    for row, line in enumerate(plan.lines(set(names)), HEAD_ROWS):
        _write_line(page, row, line, names, link, styles | {5: fills.get(line.cells[5])})


def _write_line(
    page: Any, row: int, line: Line, names: dict[str, str], link: Any, styles: dict[int, Any]
) -> None:
    for column, value in enumerate(line.cells):
        if column == 0 and line.target:
            sheet, cell = line.target
            page.write_url(row, 0, f"internal:{link_location(names[sheet], cell)}", link, str(value))
        elif value != "":
            write_cell(page, row, column, str(value), styles.get(column))
