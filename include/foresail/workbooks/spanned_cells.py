"""The merged cells of an .ods file, which its reader does not give."""

from typing import IO
from xml.parsers import expat

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


class _Spans:
    """Counts rows and columns as the document goes on."""

    def __init__(self) -> None:
        self.found: dict[str, set[tuple[int, int, int, int]]] = {}
        self._areas: set[tuple[int, int, int, int]] = set()
        self._row = self._column = 0
        self._repeats = 1

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{TABLE}table":
            self._areas = self.found.setdefault(attributes.get(f"{TABLE}name", ""), set())
            self._row = 0
        elif tag == f"{TABLE}table-row":
            self._column, self._repeats = 0, _count(attributes, "number-rows-repeated")
        elif tag in CELLS:
            rows, columns = (_count(attributes, f"number-{way}-spanned") for way in ("rows", "columns"))
            if rows > 1:
                area = (self._row, self._row + rows - 1, self._column, self._column + columns - 1)
                self._areas.add(area)
            self._column += _count(attributes, "number-columns-repeated")

    def end(self, tag: str) -> None:
        if tag == f"{TABLE}table-row":
            self._row += self._repeats


def find_spanned(content: IO[bytes]) -> dict[str, set[tuple[int, int, int, int]]]:
    """Areas (first row, last row, first column, last column) by the name of the table.

    The content was seen to hold no document type. Nothing where it is no XML: the reader will say so.
    """
    spans = _Spans()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = spans.begin, spans.end
    try:
        parser.ParseFile(content)
    except (expat.ExpatError, ValueError):
        return {}
    return spans.found


def _count(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(TABLE + name, "1")
    return min(int(value), 1 << 20) if value.isdecimal() and len(value) < 9 else 1
