"""Reads the tables of a web page, which many programs save under a name that ends in .xls."""

import re
from html.parser import HTMLParser
from pathlib import Path

from foresail.errors import NotAWorkbook
from foresail.workbooks.delimited import find_encoding, with_mark
from foresail.workbooks.encoding_names import known_encoding
from foresail.workbooks.encodings import NOTHING_KNOWN, Known
from foresail.workbooks.grids import Grid

CHUNK_SIGNS = 64 * 1024
HEAD_BYTES = 8 * 1024
# A tag that is longer is none; so the parser never looks through the same signs again and again.
TAG_MAX = 256 * 1024
SPAN_MAX = 1_000
CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
UNSEEN = ("script", "style", "title", "template", "noscript")
BREAKS = ("br", "p", "div", "li")


class _Table:
    """One table while it is read: where the next cell goes, and what rows above reach into."""

    def __init__(self) -> None:
        self.grid = Grid()
        self.row, self.column = -1, 0
        self.taken_to: dict[int, int] = {}
        self.texts: list[str] | None = None
        self.span = (1, 1)

    def begin_row(self) -> None:
        self.end_cell()
        self.row, self.column = self.row + 1, 0

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.row = max(self.row, 0)
        while self.taken_to.get(self.column, -1) >= self.row:
            self.column += 1
        self.span = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
        self.texts = []

    def end_cell(self) -> None:
        """Keep the cell that is open, if one is."""
        if self.texts is None:
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.texts)).strip()
        rows, columns = self.span
        if text:
            self.grid.put(self.row, self.column, text)
        if rows > 1:
            self.grid.merged.add((self.row, self.row + rows - 1, self.column, self.column + columns - 1))
            spanned = range(self.column, self.column + columns)
            self.taken_to |= dict.fromkeys(spanned, self.row + rows - 1)
        self.column += columns
        self.texts = None


class _Page(HTMLParser):
    """Takes the tables out of a page; a table in a cell of another is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].begin_row()
        elif tag in ("td", "th"):
            self._open[-1].begin_cell(dict(attrs))
        elif tag in BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen and self._open[-1].texts is not None:
            self._open[-1].texts.append(data)

    def finish(self) -> list[Grid]:
        """The tables that hold a cell."""
        self.close()
        for table in self._open:
            table.end_cell()
        return [table.grid for table in self.tables if table.grid.height]


def read_tables(
    path: Path, encoding: str | None = None, known: Known = NOTHING_KNOWN
) -> tuple[list[Grid], str]:
    """The tables of a page and its encoding; raises NotAWorkbook if it has none, and UndecidableEncoding."""
    encoding = with_mark(path, encoding) if encoding else _find_encoding(path, known)
    page = _Page()
    with path.open(encoding=encoding, errors="replace") as text:
        while chunk := text.read(CHUNK_SIGNS):
            page.feed(chunk.replace("\x00", ""))
            if len(page.rawdata) > TAG_MAX:
                raise _no_table()
    tables = page.finish()
    if not tables:
        raise _no_table()
    return tables, encoding.removesuffix("-sig")


def _find_encoding(path: Path, known: Known) -> str:
    """The encoding that a mark or the page itself names, else the likeliest."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    named = CHARSET.search(head)
    said = known_encoding(named[1].decode()) if named else None
    return with_mark(path, said) if said and not said.startswith("utf-16") else find_encoding(path, known)


def _span(written: str | None) -> int:
    return min(int(written), SPAN_MAX) if written and written.isdecimal() and int(written[:9]) else 1


def _no_table() -> NotAWorkbook:
    return NotAWorkbook(
        "The file is a web page without a table that can be read.",
        "Open it in Excel or LibreOffice, save it as .xlsx and upload that.",
    )
