import io
import struct

import pytest
from foresail.workbooks import old_workbooks, readers
from foresail.workbooks.old_workbooks import _holds_charts, read_old
from foresail.workbooks.readers import RawSheet

GLOBALS, SHEET, CHART = 0x05, 0x10, 0x20
BOF, EOF, BOUND_SHEET, CODEPAGE, NUMBER, LABEL, ERROR = 0x809, 0x0A, 0x85, 0x42, 0x203, 0x204, 0x205


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def begin(kind):
    return record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def number(row, column, value):
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def label(row, column, text):
    return record(LABEL, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


CELLS = label(0, 0, "Store") + label(1, 0, "North") + number(1, 1, 2.5) + number(2, 1, 12.0)
DRAWN = begin(CHART) + number(0, 0, 99.0) + number(1, 0, 98.0) + record(EOF)


def workbook(cells, after=b"", kind=0):
    """A stream of BIFF8 with one bound sheet, a chart on it or a second sheet behind it."""
    head = begin(GLOBALS) + record(CODEPAGE, struct.pack("<H", 1200))
    sheets = [("S", 0, begin(SHEET) + cells + record(EOF))] + ([("C", kind, after)] if after else [])
    place = len(head) + sum(4 + 8 + len(name) for name, *_ in sheets) + 4
    bound = b""
    for name, what, stream in sheets:
        bound += record(BOUND_SHEET, struct.pack("<IBBBB", place, 0, what, len(name), 0) + name.encode())
        place += len(stream)
    return head + bound + record(EOF) + b"".join(stream for *_, stream in sheets)


@pytest.mark.parametrize(
    ("stream", "holds"),
    [
        (workbook(CELLS), False),
        (workbook(CELLS + DRAWN), True),
        (workbook(CELLS, DRAWN, kind=2), False),
        (workbook(CELLS + DRAWN, DRAWN, kind=2), True),
    ],
)
def test_a_chart_on_a_sheet_is_told_from_a_sheet_that_is_a_chart(stream, holds):
    assert _holds_charts(stream, io.StringIO()) is holds


def test_the_cells_of_a_chart_are_none_of_its_sheet(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(workbook(CELLS + DRAWN))
    [(name, cells, numeric, is_hidden)] = read_old(path)
    assert cells.rows() == [("Store", None), ("North", "2.5"), (None, "12")]
    assert (name, numeric, is_hidden) == ("S", {0, 1}, False)


def test_a_file_whose_letters_the_first_reader_mistakes_is_read_by_the_second(tmp_path, monkeypatch):
    import polars as pl

    path = tmp_path / "a.xls"
    path.write_bytes(workbook(CELLS))
    for text, reads_again in (("S\x00t\x00", True), ("Caf\x82", True), ("Café", False)):
        first = [RawSheet("S", pl.DataFrame({"0": [text]}))]
        monkeypatch.setattr(readers, "_read_with_calamine", lambda *_, first=first: first)
        assert (readers._read_old_with_calamine(path, frozenset()) is not first) is reads_again


def test_what_is_no_workbook_tells_nothing(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\x09\x08" + bytes(60))
    assert old_workbooks.inspect_old(path).holds_charts is False
