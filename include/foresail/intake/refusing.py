"""Says why no sheet can be read as sales, and offers what would help."""

from collections.abc import Mapping, Sequence
from typing import Any

from foresail.columns import BY_FIELD, COLUMNS, map_header, missing_columns
from foresail.errors import UnmappedHeader
from foresail.intake.rules import column_letter
from foresail.intake.sheets import HEADER_ROWS_SEARCHED
from foresail.intake.suggesting import suggest
from foresail.workbooks.reading import Sheet

HEADERS_TOLD = 60
VALUES_TOLD = 3
CHARACTERS_TOLD = 60
HEADER_MAX = 255


def unmapped(sheets: list[Sheet], given: Mapping[str, str]) -> UnmappedHeader:
    """The refusal of a workbook without a header of sales: its likeliest header, and what may be which."""
    filled = [sheet for sheet in sheets if any(column.count() for column in sheet.cells)]
    sheet = max(filled, key=lambda sheet: _likeliest(sheet)[0][0])
    _, row = _likeliest(sheet)
    header = sheet.cells.row(row)
    mapping = map_header(header)
    missing = missing_columns(mapping)
    absent = [name for name in given.values() if name not in header]
    below = sheet.cells.slice(row + 1)
    suggested = suggest(header, below, mapping)
    first = header if mapping else next((cells for cells in sheet.cells.iter_rows() if any(cells)), header)
    shown = ", ".join(str(cell)[:40] for cell in first[:12] if cell)
    hint = f"Name the columns {', '.join(column.name for column in COLUMNS if column.required)} in one row."
    likely = [
        f"{BY_FIELD[field].name} may be {str(header[place])[:40]!r}" for field, place in suggested.items()
    ]
    if likely:
        hint += f" {'; '.join(likely)}: send that as columns, or rename the headers."
    details = {
        "sheet": sheet.name,
        "row": row + 1,
        "headers": _list_headers(header, below),
        "mapping": {BY_FIELD[field].name: str(header[place]) for field, place in mapping.items()},
        "suggestion": {BY_FIELD[field].name: str(header[place]) for field, place in suggested.items()},
        "missing": missing,
    }
    lacks = [*missing, *(repr(name[:40]) for name in absent)]
    return UnmappedHeader(
        f"Sheet {sheet.name!r} has no header with {', '.join(lacks)}. Its first cells are: {shown}.",
        hint,
        details,
    )


def _list_headers(header: Sequence[str | None], below: Any) -> list[dict[str, Any]]:
    """The headers there are, each with its column and its first values."""
    return [
        {"column": column_letter(place), "header": str(cell)[:HEADER_MAX], "values": _values(below, place)}
        for place, cell in list(enumerate(header))[:HEADERS_TOLD]
        if cell
    ]


def _likeliest(sheet: Sheet) -> tuple[tuple[int, int], int]:
    """How much the likeliest header of a sheet looks like one (columns named, cells filled), and its row."""
    best, row = (-1, -1), 0
    for number in range(min(HEADER_ROWS_SEARCHED, sheet.cells.height)):
        cells = sheet.cells.row(number)
        texts = sum(1 for cell in cells if cell and not cell[:1].isdigit())
        fits = (len(map_header(cells)), texts)
        if fits > best:
            best, row = fits, number
    return best, row


def _values(below: Any, place: int) -> list[str]:
    values = below[str(place)].drop_nulls().head(VALUES_TOLD).to_list()
    return [value[:CHARACTERS_TOLD] for value in values]
