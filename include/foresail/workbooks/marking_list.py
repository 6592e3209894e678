"""Writes the part of the sheet that lists all findings."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from foresail.severities import Severity
from foresail.workbooks.marking_cells import MAIN
from foresail.workbooks.marking_plan import (
    HEAD_ROWS,
    HEADER,
    WIDTHS,
    Line,
    Plan,
    column_letters,
    filtered_area,
    is_plain_number,
    link_location,
    safe_text,
)
from foresail.workbooks.marking_styles import Styles

ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
LAST_COLUMN = column_letters(len(HEADER))


def write_list(plan: Plan, sheets: set[str], styles: Styles) -> Iterator[bytes]:
    """The part in pieces; findings on `sheets` are links."""
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, 1)
    )
    header = "".join(
        _cell(f"{column_letters(number)}{HEAD_ROWS}", text, styles.bold)
        for number, text in enumerate(HEADER, 1)
    )
    yield (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{LAST_COLUMN}{filtered_area(plan).rsplit(LAST_COLUMN, 1)[1]}"/>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{HEAD_ROWS}" '
        f'topLeftCell="A{HEAD_ROWS + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData><row r="1">{_cell("A1", plan.summary, styles.bold)}</row>'
        f'<row r="{HEAD_ROWS}">{header}</row>'
    ).encode()
    for row, line in enumerate(plan.lines(sheets), HEAD_ROWS + 1):
        yield _row(row, line, styles).encode()
    yield f'</sheetData><autoFilter ref="{filtered_area(plan)}"/>'.encode()
    yield from _links(plan, sheets)
    yield b'<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'


def _row(row: int, line: Line, styles: Styles) -> str:
    cells = []
    for number, value in enumerate(line.cells, 1):
        style = styles.link if number == 1 and line.target else 0
        if number == HEADER.index("Severity") + 1:
            style = styles.coloured.get(Severity(str(value)), 0) if value in [*Severity] else 0
        elif HEADER[number - 1].startswith("What"):
            style = styles.wrapped
        if value != "":
            cells.append(_cell(f"{column_letters(number)}{row}", value, style))
    return f'<row r="{row}">{"".join(cells)}</row>'


def _cell(address: str, value: str | int, style: int) -> str:
    if isinstance(value, int) or is_plain_number(value):
        return f'<c r="{address}" s="{style}"><v>{value}</v></c>'
    text = escape(ESCAPED.sub("_x005F_", safe_text(value)), {"\r": "&#13;"})
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _links(plan: Plan, sheets: set[str]) -> Iterator[bytes]:
    has_links = False
    for row, line in enumerate(plan.lines(sheets), HEAD_ROWS + 1):
        if line.target is None:
            if row - HEAD_ROWS > plan.limits.links:
                break
            continue
        if not has_links:
            yield b"<hyperlinks>"
            has_links = True
        location = quoteattr(link_location(*line.target))
        display = quoteattr(str(line.cells[0]))
        yield f'<hyperlink ref="A{row}" location={location} display={display}/>'.encode()
    if has_links:
        yield b"</hyperlinks>"
