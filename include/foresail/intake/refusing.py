"""Says why no sheet can be read as sales, and offers what would help."""

from collections.abc import Mapping

from foresail.columns import COLUMNS, map_header, missing_columns
from foresail.errors import UnmappedHeader
from foresail.intake.layouts.asking import describe_headers
from foresail.intake.layouts.long import guess_header
from foresail.intake.layouts.wide import ask_product
from foresail.intake.sheets import count_header_rows
from foresail.intake.suggesting import suggest
from foresail.workbooks.reading import Sheet


def unmapped(sheets: list[Sheet], given: Mapping[str, str], date_order: str | None = None) -> UnmappedHeader:
    """The refusal of a workbook without a header of sales: its likeliest header, and what may be which."""
    wide = (ask_product(sheet, given, date_order) for sheet in sheets)
    asked = next((question for question in wide if question), None)
    if asked:
        return asked
    filled = [sheet for sheet in sheets if any(column.count() for column in sheet.cells)]
    sheet = max(filled, key=lambda sheet: _likeliest(sheet)[0][0])
    _, row = _likeliest(sheet)
    guessed = guess_header(sheet, {})
    if guessed and len(guessed[1].mapping) > len(map_header(sheet.cells.row(row))):
        row = guessed[0]
    header = sheet.cells.row(row)
    mapping = map_header(header)
    missing = missing_columns(mapping)
    absent = [name for name in given.values() if name not in header]
    suggested = suggest(header, sheet.cells.slice(row + 1), mapping)
    first = header if mapping else next((cells for cells in sheet.cells.iter_rows() if any(cells)), header)
    shown = ", ".join(str(cell)[:40] for cell in first[:12] if cell)
    hint = f"Name the columns {', '.join(column.name for column in COLUMNS if column.required)} in one row."
    details = describe_headers(sheet, row, header, mapping, suggested, missing)
    likely = [f"{name} may be {text[:40]!r}" for name, text in details["suggestion"].items()]
    if likely:
        hint += f" {'; '.join(likely)}: send that as columns, or rename the headers."
    lacks = [*missing, *(repr(name[:40]) for name in absent)]
    return UnmappedHeader(
        f"Sheet {sheet.name!r} has no header with {', '.join(lacks)}. Its first cells are: {shown}.",
        hint,
        details,
    )


def _likeliest(sheet: Sheet) -> tuple[tuple[int, int], int]:
    """How much the likeliest header of a sheet looks like one (columns named, cells filled), and its row."""
    best, row = (-1, -1), 0
    for number in range(count_header_rows(sheet)):
        cells = sheet.cells.row(number)
        texts = sum(1 for cell in cells if cell and not cell[:1].isdigit())
        fits = (len(map_header(cells)), texts)
        if fits > best:
            best, row = fits, number
    return best, row
