"""Sheets in the plain form are read as the first reader would read them; all else is left to it."""

import zipfile
from datetime import datetime

import polars as pl
import pytest
import xlsxwriter
from foresail.columns import rate_header
from foresail.workbooks import reading
from foresail.workbooks.formats import Format
from foresail.workbooks.packages import inspect
from foresail.workbooks.plain_sheets import PlainBook
from foresail.workbooks.plain_texts import NotPlain
from foresail.workbooks.reading import read_book
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

FORMATS = (
    "General",
    "0.00",
    "#,##0",
    "yyyy-mm-dd",
    "dd/mm/yy hh:mm",
    'd "de" mmmm',
    "[Red]0.0%",
    "[h]:mm",
    14,
    22,
    49,
)
# The largest that Excel holds. What stands above in a crafted file may read as infinite, and is refused.
LARGEST = 9.99999999999999e307
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from(["Tea", "Salt & Pepper", "a <b> \"c\" 'd'", " edge ", "&amp;", "1", ""]),
    st.integers(-(10**15), 10**15),
    st.integers(0, 60_000),
    st.floats(-LARGEST, LARGEST),
    st.floats(0, 60_000),
)


def write(path, rows, name="Sales", date_1904=False):
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet(name)
        styles = [book.add_format({"num_format": form}) for form in FORMATS]
        for number, row in enumerate(rows):
            for column, (value, style) in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column * 30, value, styles[style])
                elif value is not None:
                    sheet.write_number(number, column * 30, value, styles[style])
    return path


def rewrite(path, part, change):
    """The same package with one part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.fixture
def both(monkeypatch):
    """A workbook's sheets by the usual way, whether that was the plain one, and by the first reader alone."""

    def read(path):
        plain = []
        real = reading._read_plain

        def noted(*told):
            sheets = real(*told)
            plain.append(True)
            return sheets

        with monkeypatch.context() as patch:
            patch.setattr(reading, "_read_plain", noted)
            usual = read_book(path, Format.XLSX, rate_header).sheets
        return shown(usual), bool(plain), shown(read_book(path, Format.XLSX, rate_header, plain=False).sheets)

    return read


def shown(sheets):
    return [
        (
            sheet.name,
            sheet.is_hidden,
            list(sheet.merged),
            sheet.cells.cast(pl.String).to_dict(as_series=False),
        )
        for sheet in sheets
    ]


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(CELLS, st.integers(0, len(FORMATS) - 1)), max_size=4), max_size=6))
@example([[(LARGEST, FORMATS.index("[h]:mm")), (-LARGEST, 3), (-LARGEST, 0)]])
def test_any_workbook_reads_as_by_the_first_reader(both, tmp_path, rows):
    usual, _, first = both(write(tmp_path / "a.xlsx", rows))
    assert usual == first


def test_numbers_texts_and_dates_of_a_usual_workbook_are_read_the_plain_way(both, tmp_path):
    rows = [
        [("Date", 0), ("Product", 0), ("Units", 0)],
        [(45_000, 3), ("Salt & Pepper", 0), (1.5, 1)],
        [(45_000.75, 4), ("Thé", 0), (4.0199999999999996, 2)],
        [(45_001, 8), (None, 0), (1e-7, 0)],
    ]
    usual, is_plain, first = both(write(tmp_path / "a.xlsx", rows))
    assert is_plain
    assert usual == first
    cells = usual[0][3]
    assert cells["0"] == ["Date", "2023-03-15 00:00:00", "2023-03-15 18:00:00", "2023-03-16 00:00:00"]
    assert cells["30"] == ["Product", "Salt & Pepper", "Thé", None]
    assert cells["60"] == ["Units", "1.5", "4.02", "0.0000001"]
    assert cells["1"] == [None] * 4


def test_hidden_sheets_merged_cells_and_formulas_are_told(both, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Seen")
        sheet.merge_range("A1:A3", "Tea")
        sheet.write_formula("B1", "=1+2", None, 3)
        sheet.write_formula("B2", '=B1&"<x>"', None, 4)
        book.add_worksheet("Not seen").hide()
        book.add_worksheet("Filled").write_row(0, 0, ["x", 1])
    usual, is_plain, first = both(tmp_path / "a.xlsx")
    assert is_plain
    assert usual == first
    assert [(name, is_hidden) for name, is_hidden, *_ in usual] == [
        ("Seen", False),
        ("Not seen", True),
        ("Filled", False),
    ]
    assert usual[0][2] == [(0, 2, 0)]


SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'<c r="A1" t="s"><v>0</v></c>', b'<c r="A1" t="inlineStr"><is><t>Tea</t></is></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1" t="b"><v>1</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1" t="str"><v>x</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1" t="e"><v>#N/A</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1"><!-- two --><v>2</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1"><v><![CDATA[2]]></v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1"><v>two</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1"><v></v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B7"><v>2</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b"<c><v>2</v></c>"),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1" t="s"><v>99</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1" s="99"><v>2</v></c>'),
        (SHEET, b'<c r="B1"><v>2</v></c>', b'<c r="B1"><v>1e999</v></c>'),
        (SHEET, b'<row r="1"', b'<row r="9999999"'),
        (SHEET, b'encoding="UTF-8"', b'encoding="latin1"'),
        (STRINGS, b"<t>Tea</t>", b"<r><t>Te</t></r><r><t>a</t></r>"),
        (STRINGS, b"<t>Tea</t>", b"<t> Tea</t>"),
        (STRINGS, b"<t>Tea</t>", b"<t>Te_x0041_a</t>"),
        (STRINGS, b"<t>Tea</t>", b"<t>Te&#65;a</t>"),
        (STRINGS, b"<t>Tea</t>", b"<t/>"),
        (STRINGS, b"<t>Tea</t>", b"<t>Tea &made;</t>"),
        (STRINGS, b"uniqueCount=", b"uniqueCount"),
        (SHEET, b"<dimension ref=", b"<dimension ref"),
        (SHEET, b'<row r="1"', b'<c r="A9"><v>1</v></c><row r="1"'),
        (SHEET, b"<v>2</v>", b"<v>2</vv>"),
        (SHEET, b"<v>2</v></c>", b"<v>2</c></v>"),
        (STYLES, b'numFmtId="164" fontId', b'numFmtId="a" fontId'),
        (STYLES, b"<cellXfs", b"<cellXf"),
        (STRINGS, b"<t>Tea</t>", b'<t>Tea</t><rPh sb="0" eb="1"><t>te</t></rPh>'),
        (STYLES, b'formatCode="yyyy-mm-dd"', b'formatCode="[hh]:mm"'),
    ],
)
def test_what_is_not_plain_is_left_to_the_first_reader(both, tmp_path, part, old, new):
    path = write(tmp_path / "a.xlsx", [[("Tea", 0)]])
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sales")
        sheet.write_row(0, 0, ["Tea", 2])
        sheet.write_datetime(1, 0, datetime(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert both(path)[1]
    outcomes = []

    def change(content):
        assert old in content
        return content.replace(old, new, 1)

    rewrite(path, part, change)
    try:
        usual, is_plain, first = both(path)
        outcomes = [is_plain, usual == first]
    except reading.NotAWorkbook:
        outcomes = [False, True]
    assert outcomes == [False, True]


def test_cells_far_apart_take_no_memory_of_the_plain_way(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Sales")
        for column in range(0, 16_384, 100):
            sheet.write_number(1_048_575, column, 1)
    book = PlainBook()
    inspect(tmp_path / "a.xlsx", 10**9, book.watch)
    assert not book.is_plain
    with pytest.raises(NotPlain):
        book.cells(SHEET)


@pytest.mark.parametrize(("width", "expected"), [(256, True), (257, False)])
def test_a_sheet_of_very_many_columns_is_left_to_the_first_reader(both, tmp_path, width, expected):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Sales").write_row(0, 0, range(width))
    usual, is_plain, first = both(tmp_path / "a.xlsx")
    assert is_plain is expected
    assert usual == first


def test_the_plain_way_takes_chunks_of_any_size(tmp_path):
    rows = [[(f"P{n % 7}", 0), (n / 4, 0)] for n in range(300)]
    path = write(tmp_path / "a.xlsx", rows)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in (STRINGS, STYLES, SHEET)}
    read = []
    for size in (1, 7, 100, 10**6):
        book = PlainBook()
        for name, content in parts.items():
            take = book.watch(name)
            for start in range(0, len(content), size):
                take(content[start : start + size])
        read.append(book.cells(SHEET)[0].cast(pl.String).to_dict(as_series=False))
    assert read[0] == read[1] == read[2] == read[3]
    assert read[0]["0"] == [f"P{n % 7}" for n in range(300)]
    assert read[0]["30"][:3] == ["0", "0.25", "0.5"]
