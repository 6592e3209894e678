"""Gives cells of a sheet part a style while the part streams by; makes the cells that are missing."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from foresail.severities import Severity
from foresail.workbooks.marking_plan import column_letters, column_number
from foresail.workbooks.splicing import (
    Unusual,
    end_tag,
    find_tag,
    new_parser,
    open_tag,
    retag,
    splice,
    split_name,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What the order of elements puts after the drawing that comments need.
AFTER_COMMENTS = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst", "AlternateContent",
}  # fmt: skip
CHUNK_BYTES = 256 * 1024
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")

MarkedRow = tuple[int, list[tuple[int, Severity]]]


class CellMarker:
    """One pass over a sheet part.

    `rows` holds the marked cells in order, `corners` their first and last column, then row. `style` gives the
    style to use in place of another, by severity. Where comments are wanted and the sheet has no drawing for
    them, it is told to use relation `drawing_id`; `drawing` is the one it has at the end.
    """

    def __init__(
        self,
        rows: Iterator[MarkedRow],
        corners: tuple[int, int, int, int],
        style: Callable[[int, Severity], int],
        drawing_id: str | None,
    ) -> None:
        self.drawing: str | None = None
        self._rows, self._corners, self._style, self._drawing_id = rows, corners, style, drawing_id
        self._next: MarkedRow | None = next(rows, None)
        self._known: dict[str, str] = {}
        self._prefix = ""
        self._column_styles: list[tuple[int, int, int]] = []
        self._row = self._column = self._row_style = 0
        self._waiting: list[tuple[int, Severity]] | None = None
        self._is_in_data = False
        self._depth = 0
        self._buffer, self._base, self._seen = b"", 0, 0
        self._cuts: list[tuple[int, int, bytes]] = []

    def run(self, part: IO[bytes], into: IO[bytes]) -> None:
        """Copy the part with its changes; raises Unusual or ExpatError where it cannot."""
        chunk = part.read(CHUNK_BYTES)
        parser = self._parser = new_parser(chunk)
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        while chunk:
            self._buffer += chunk
            parser.Parse(chunk, False)
            self._flush(into, self._seen)
            chunk = part.read(CHUNK_BYTES)
        parser.Parse(b"", True)
        self._flush(into, self._base + len(self._buffer))
        if self._next is not None:
            raise Unusual("the sheet has no rows")

    def _flush(self, into: IO[bytes], end: int) -> None:
        ready = [cut for cut in self._cuts if cut[0] < end]
        self._cuts = self._cuts[len(ready) :]
        size = end - self._base
        into.writelines(splice(self._buffer[:size], self._base, ready))
        self._buffer, self._base = self._buffer[size:], end

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._known.get(name)
        if local is None:
            local = self._learn(name)
        if self._is_in_data:
            if local == "c":
                if self._waiting is not None:
                    self._on_cell(attributes)
            elif local == "row":
                self._on_row(attributes)
            return
        self._depth += 1
        self._on_other(local, attributes)

    def _learn(self, name: str) -> str:
        space, local, prefix = split_name(name)
        if not self._known:
            if space != MAIN or local != "worksheet":
                raise Unusual("the part is no sheet of the usual kind")
            self._prefix = prefix + ":" if prefix else ""
        self._known[name] = local if space == MAIN or local == "AlternateContent" else ""
        return self._known[name]

    def _on_other(self, local: str, attributes: dict[str, str]) -> None:
        self._seen = at = self._parser.CurrentByteIndex
        if local == "sheetData":
            self._is_in_data = True
            tag = find_tag(self._buffer, at - self._base)
            if tag[3] and self._next is not None:
                rows = b"".join(self._new_rows(None))
                self._cuts.append((at, self._base + tag.end(), open_tag(tag[0]) + rows + end_tag(tag[0])))
        elif local == "dimension" and (wider := _widen(attributes.get("ref", ""), self._corners)):
            tag = find_tag(self._buffer, at - self._base)
            self._cuts.append((at, self._base + tag.end(), retag(tag[0], {"ref": wider})))
        elif local == "col" and "style" in attributes:
            span = (int(attributes["min"]), int(attributes["max"]), int(attributes["style"]))
            self._column_styles.append(span)
        elif local == "legacyDrawing":
            self.drawing = next((value for key, value in attributes.items() if key.startswith(OFFICE)), None)
        elif self._depth == 2 and local in AFTER_COMMENTS:
            self._add_drawing(at)

    def _add_drawing(self, at: int) -> None:
        if self._drawing_id and not self.drawing:
            self.drawing = self._drawing_id
            xml = f'<{self._prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{self._drawing_id}"/>'
            self._cuts.append((at, at, xml.encode()))

    def _on_row(self, attributes: dict[str, str]) -> None:
        self._seen = at = self._parser.CurrentByteIndex
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            raise Unusual("rows are out of order")
        self._row, self._column = number, 0
        if self._next is None or self._next[0] > number:
            return
        before = b"".join(self._new_rows(number))
        if before:
            self._cuts.append((at, at, before))
        if self._next is None or self._next[0] != number:
            return
        waiting = list(self._next[1])
        self._next = next(self._rows, None)
        self._row_style = (
            int(attributes.get("s", 0)) if attributes.get("customFormat") in ("1", "true") else 0
        )
        tag = find_tag(self._buffer, at - self._base)
        # The span of the row's cells is a hint that may be left out, and must not lie.
        is_within = _spans(attributes.get("spans", ""), waiting[0][0], waiting[-1][0])
        new = tag[0] if is_within else retag(tag[0], {"spans": None})
        if tag[3]:
            cells = b"".join(self._new_cell(self._row, self._row_style, *mark) for mark in waiting)
            new = open_tag(new) + cells + end_tag(new)
        else:
            self._waiting = waiting
        self._cuts.append((at, self._base + tag.end(), new))

    def _on_cell(self, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        waiting = self._waiting
        assert waiting is not None
        address = ADDRESS.fullmatch(attributes["r"]) if "r" in attributes else None
        column = column_number(address[1]) if address else self._column + 1
        if column <= self._column:
            raise Unusual("cells are out of order")
        self._column = column
        while waiting and waiting[0][0] < column:
            self._cuts.append((at, at, self._new_cell(self._row, self._row_style, *waiting.pop(0))))
        if waiting and waiting[0][0] == column:
            style = self._style(int(attributes.get("s", 0)), waiting.pop(0)[1])
            tag = find_tag(self._buffer, at - self._base)
            self._cuts.append((at, self._base + tag.end(), retag(tag[0], {"s": str(style)})))

    def _on_end(self, name: str) -> None:
        if self._is_in_data:
            local = self._known[name]
            if local == "row" and self._waiting is not None:
                at = self._parser.CurrentByteIndex
                self._cuts.extend(
                    (at, at, self._new_cell(self._row, self._row_style, *mark)) for mark in self._waiting
                )
                self._waiting = None
            elif local == "sheetData":
                self._is_in_data = False
                self._depth -= 1
                self._seen = at = self._parser.CurrentByteIndex
                rows = b"".join(self._new_rows(None))
                if rows:
                    self._cuts.append((at, at, rows))
            return
        self._depth -= 1
        if self._depth == 0:
            self._seen = at = self._parser.CurrentByteIndex
            self._add_drawing(at)

    def _new_rows(self, before: int | None) -> Iterator[bytes]:
        """The rows that the sheet lacks, up to the next that it has."""
        while self._next is not None and (before is None or self._next[0] < before):
            row, marks = self._next
            cells = b"".join(self._new_cell(row, 0, *mark) for mark in marks)
            tag = f"{self._prefix}row".encode()
            yield b'<%s r="%d">%s</%s>' % (tag, row, cells, tag)
            self._next = next(self._rows, None)

    def _new_cell(self, row: int, row_style: int, column: int, severity: Severity) -> bytes:
        base = row_style or next(
            (style for first, last, style in self._column_styles if first <= column <= last), 0
        )
        style = self._style(base, severity)
        return f'<{self._prefix}c r="{column_letters(column)}{row}" s="{style}"/>'.encode()


def _spans(hint: str, first: int, last: int) -> bool:
    least, _, most = hint.partition(":")
    return least.isdecimal() and most.isdecimal() and int(least) <= first and last <= int(most)


def _widen(dimension: str, corners: tuple[int, int, int, int]) -> str | None:
    """The area that a sheet says it uses, with `corners` in it too; None where it is there, or unreadable."""
    known = [ADDRESS.fullmatch(address) for address in dimension.split(":")]
    if not known[0] or not known[-1]:
        return None
    first, top = column_number(known[0][1]), int(known[0][2])
    last, bottom = column_number(known[-1][1]), int(known[-1][2])
    least = min(first, corners[0]), min(top, corners[2])
    most = max(last, corners[1]), max(bottom, corners[3])
    if (*least, *most) == (first, top, last, bottom):
        return None
    return f"{column_letters(least[0])}{least[1]}:{column_letters(most[0])}{most[1]}"
