"""Reads workbooks in the XML of Excel 2003 (SpreadsheetML), which reporting tools save under .xls."""

import re
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from foresail.errors import NotAWorkbook
from foresail.workbooks.formats import ACCEPTED, SAVE_AS
from foresail.workbooks.grids import UNCALCULATED, Grid
from foresail.workbooks.plain_texts import POINT_BEFORE_THREE

SHEETS = "urn:schemas-microsoft-com:office:spreadsheet "
EXCEL = "urn:schemas-microsoft-com:office:excel "
CHUNK_BYTES = 64 * 1024
MIDNIGHT = re.compile(r"(?:\.0+)?$")


class XmlSheet(NamedTuple):
    """One sheet of the workbook."""

    name: str
    grid: Grid
    is_hidden: bool


class _Book:
    """Takes the cells out of the document as it goes on."""

    def __init__(self) -> None:
        self.sheets: list[XmlSheet] = []
        self._name, self._grid, self._is_hidden = "", Grid(), False
        self._row = self._column = self._next_row = self._next_column = 0
        self._kind, self._has_formula = "", False
        self._texts: list[str] | None = None
        self._visible: list[str] | None = None
        self.counts_from_1904 = self._in_comment = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        name = tag.removeprefix(SHEETS)
        if name == "Worksheet":
            self._name, self._grid, self._is_hidden = attributes.get(f"{SHEETS}Name", ""), Grid(), False
            self._next_row = 0
        elif name == "Row":
            self._row = _index(attributes, self._next_row)
            self._next_row = self._row + 1 + _number(attributes, "Span")
            self._next_column = 0
        elif name == "Cell":
            self._begin_cell(attributes)
        elif name == "Data" and not self._in_comment:
            self._kind, self._texts = attributes.get(f"{SHEETS}Type", "String"), []
        elif name == "Comment":
            self._in_comment = True
        elif tag == f"{EXCEL}Visible":
            self._visible = []
        elif tag == f"{EXCEL}Date1904":
            self.counts_from_1904 = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _index(attributes, self._next_column)
        across, down = _number(attributes, "MergeAcross"), _number(attributes, "MergeDown")
        self._next_column = self._column + 1 + across
        self._has_formula = f"{SHEETS}Formula" in attributes
        if down:
            self._grid.merged.add((self._row, self._row + down, self._column, self._column + across))

    def text(self, data: str) -> None:
        """Text stands in an element."""
        if self._texts is not None:
            self._texts.append(data)
        if self._visible is not None:
            self._visible.append(data)

    def end(self, tag: str) -> None:
        """An element closes."""
        name = tag.removeprefix(SHEETS)
        if name == "Data" and self._texts is not None:
            self._put("".join(self._texts))
            self._texts = None
        elif name == "Cell" and self._has_formula:
            self._grid.put(self._row, self._column, UNCALCULATED)
            self._has_formula = False
        elif name == "Comment":
            self._in_comment = False
        elif name == "Worksheet":
            self.sheets.append(XmlSheet(self._name, self._grid, self._is_hidden))
        elif tag == f"{EXCEL}Visible" and self._visible is not None:
            self._is_hidden = "".join(self._visible).strip() in ("SheetHidden", "SheetVeryHidden")
            self._visible = None

    def _put(self, text: str) -> None:
        self._has_formula = False
        if self._kind == "DateTime":
            text = MIDNIGHT.sub("", text.strip().replace("T", " "))
        elif self._kind == "Number":
            text = _show_number(text)
        elif self._kind == "Boolean":
            text = "true" if text.strip() == "1" else "false"
        elif re.match(POINT_BEFORE_THREE, text.strip()):
            self._grid.texts_like_thousands.add(self._column)
        if text:
            self._grid.put(self._row, self._column, text)


def read_xml(path: Path) -> tuple[list[XmlSheet], bool]:
    """The sheets, and whether days count from 1904; raises NotAWorkbook."""
    book = _Book()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = book.begin, book.end
    parser.CharacterDataHandler = book.text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        with path.open("rb") as file:
            # A blank line in front of its declaration, as some programs write, is no XML.
            parser.Parse(file.read(CHUNK_BYTES).lstrip(b" \t\r\n"), False)
            parser.ParseFile(file)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotAWorkbook("The file is XML that is damaged or ends too early.", SAVE_AS) from error
    return book.sheets, book.counts_from_1904


def _refuse_document_type(*_: object) -> None:
    raise NotAWorkbook("The file holds a document type, which no workbook has.", ACCEPTED)


def _index(attributes: dict[str, str], following: int) -> int:
    """Where a row or cell stands, from 0: it says so, or it follows the one before."""
    return _number(attributes, "Index") - 1 if f"{SHEETS}Index" in attributes else following


def _number(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(SHEETS + name, "0")
    return int(written) if written.isdecimal() and len(written) < 9 else 0


def _show_number(text: str) -> str:
    """A number without an exponent, to nine decimals."""
    try:
        amount = float(text)
    except ValueError:
        return text.strip()
    return f"{amount:.9f}".rstrip("0").rstrip(".") if abs(amount) < 1e300 else text.strip()
