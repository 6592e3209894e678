"""What an .xlsb holds in binary that its reader does not give: sheets, epoch and merged cells (MS-XLSB)."""

import re
import struct
from collections.abc import Iterator

BUNDLE_SHEET, WORKBOOK_PROPERTIES = 156, 153
COUNTS_FROM_1904 = 1
VISIBLE = 0
# BrtBeginMergeCells (177) with its count, before the first BrtMergeCell (176): rows, then columns.
BEGINS_MERGED = re.compile(rb"\xb1\x01\x04.{4}(?=\xb0\x01\x10)", re.DOTALL)
MERGED = re.compile(
    rb"\xb0\x01\x10(..[\x00-\x0f]\x00..[\x00-\x0f]\x00.[\x00-\x3f]\x00\x00.[\x00-\x3f]\x00\x00)", re.DOTALL
)


def read_sheets(part: bytes) -> tuple[list[tuple[str, str, bool]], bool]:
    """Each sheet's relation, name and whether it is hidden, and whether days are counted from 1904."""
    sheets, counts_from_1904 = [], False
    for kind, body in _records(part):
        if kind == BUNDLE_SHEET:
            relation, after = _text(body, 8)
            name, _ = _text(body, after)
            sheets.append((relation, name, int.from_bytes(body[:4], "little") != VISIBLE))
        elif kind == WORKBOOK_PROPERTIES:
            counts_from_1904 = bool(body[:1] and body[0] & COUNTS_FROM_1904)
    return sheets, counts_from_1904


def find_merged(window: bytes, has_begun: bool) -> tuple[set[tuple[int, int, int, int]], bool]:
    """Areas (first row, last row, first column, last column) of a window, and whether they have begun."""
    start = 0
    if not has_begun:
        begins = BEGINS_MERGED.search(window)
        if begins is None:
            return set(), False
        start = begins.end()
    return {struct.unpack("<4I", found) for found in MERGED.findall(window, start)}, True


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(part):
        kind, place = _number(part, place)
        size, place = _number(part, place)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int) -> tuple[int, int]:
    """A number of up to four bytes, seven bits each, and the place after it."""
    number = 0
    for count, byte in enumerate(part[place : place + 4]):
        number |= (byte & 0x7F) << (7 * count)
        if not byte & 0x80:
            return number, place + count + 1
    return number, place + 4


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text that begins with its length in signs of two bytes, and the place after it."""
    end = place + 4 + 2 * int.from_bytes(body[place : place + 4], "little")
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
