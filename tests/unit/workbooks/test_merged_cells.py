"""Merged cells, hidden sheets and epochs that the readers of .xlsb and .ods do not tell."""

import zipfile
from datetime import date

import pytest
from foresail.columns import rate_header
from foresail.intake.checking import check
from foresail.workbooks.binary_index import read_sheets
from foresail.workbooks.formats import Format, recognise
from foresail.workbooks.reading import EPOCH_1900, EPOCH_1904, read_book
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workbooks.binary_books import write_binary

TODAY = date(2026, 4, 1)
ROWS = [
    ["Date", "Product", "Quantity"],
    ["2026-03-01", "Tea", 2.0],
    ["2026-03-02", None, 3.0],
    ["2026-03-03", None, 4.0],
    ["2026-03-04", "Milk", 5.0],
]
MERGED = [(0, 0, 1, 2), (1, 3, 1, 1)]


def write_ods(path, rows, spans, above=""):
    """Write rows of texts; `spans` are the rows that a cell (row, column) covers."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    lines = []
    for number, row in enumerate(rows):
        cells = ""
        for column, value in enumerate(row):
            if value is None:
                cells += "<table:covered-table-cell/>"
                continue
            span = f' table:number-rows-spanned="{spans.get((number, column), 1)}"'
            kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
            cells += f'<table:table-cell{span} office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Sales">{above}'
        f"{''.join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}:manifest:1.0"/>')
        package.writestr("content.xml", content)
    return path


@pytest.mark.parametrize("kind", [Format.XLSB, Format.ODS])
def test_what_is_merged_over_rows_is_said_of_each_of_them(tmp_path, kind):
    path = tmp_path / f"a.{kind.value}"
    if kind is Format.XLSB:
        write_binary(path, {"Sales": ROWS}, MERGED)
    else:
        write_ods(path, ROWS, {(1, 1): 3})
    assert recognise(path) is kind
    checked = check(path, TODAY)
    assert checked.sales["product"].to_list() == ["Tea", "Tea", "Tea", "Milk"]
    assert checked.sales["quantity"].to_list() == [2.0, 3.0, 4.0, 5.0]
    assert checked.findings.select("cell", "code").rows() == [("B2", "merged-cell-filled")]


def test_rows_that_are_repeated_count_before_a_merged_cell_of_an_ods_file(tmp_path):
    above = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    path = write_ods(tmp_path / "a.ods", ROWS, {(1, 1): 3}, above)
    [sheet] = read_book(path, Format.ODS, rate_header).sheets
    assert list(sheet.merged) == [(4, 6, 1)]
    assert check(path, TODAY).sales["product"].to_list() == ["Tea", "Tea", "Tea", "Milk"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_binary_workbook_tells_its_epoch_and_its_hidden_sheets(tmp_path, from_1904):
    path = write_binary(tmp_path / "a.xlsb", {"Sales": ROWS, "(Old)": ROWS}, MERGED, from_1904)
    book = read_book(path, Format.XLSB, rate_header)
    assert book.epoch == (EPOCH_1904 if from_1904 else EPOCH_1900)
    assert [(sheet.name, sheet.is_hidden, list(sheet.merged)) for sheet in book.sheets] == [
        ("Sales", False, [(1, 3, 1)]),
        ("(Old)", True, []),
    ]


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 200), bytes_=st.binary(min_size=1, max_size=6))
def test_a_binary_index_that_is_damaged_never_crashes(tmp_path, place, bytes_):
    path = write_binary(tmp_path / "a.xlsb", {"Sales": ROWS}, MERGED)
    with zipfile.ZipFile(path) as package:
        part = package.read("xl/workbook.bin")
    sheets, _ = read_sheets(part[:place] + bytes_ + part[place + len(bytes_) :])
    assert isinstance(sheets, list)
