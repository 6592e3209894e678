import zipfile
from datetime import datetime

import pytest
from foresail.workbooks.formats import Format
from foresail.workbooks.marking_copy import valid_names
from foresail.workbooks.marking_plan import is_plain_number, safe_text
from openpyxl import load_workbook

from tests.unit.workbooks.marked_books import (
    RED,
    colour,
    finding,
    marked,
    parts,
    repack,
    rich_workbook,
    small_workbook,
)

HOSTILE = ["<r><x></r>", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1+1", "_x003D_1+1"]


@pytest.mark.parametrize("kind", [Format.XLSX, Format.CSV])
def test_no_text_of_a_user_starts_a_formula(tmp_path, kind):
    source = tmp_path / "in"
    if kind is Format.CSV:
        source.write_text("name,=2+2\n" + "\n".join(f'"{text}",-5' for text in HOSTILE if "\x00" not in text))
        sheet = "csv"
    else:
        source, sheet = rich_workbook(tmp_path / "rich.xlsx"), "Sales"

    into = marked(
        source, *[finding("C5", value=text, column=text, sheet=sheet) for text in HOSTILE], kind=kind
    )

    book = load_workbook(into)
    pages = book.worksheets if kind is Format.CSV else [book["Findings"]]
    texts = [
        str(c.value) for page in pages for row in page.iter_rows() for c in row if isinstance(c.value, str)
    ]
    assert len(texts) > 30
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(cell.data_type != "f" for page in pages for row in page.iter_rows() for cell in row)
    assert "'=1+1" in texts
    assert all(b"_x003D_" not in data for data in parts(into).values()) or b"_x005F_x003D_" in b"".join(
        parts(into).values()
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=A1", "'=A1"), ("\x01=A1", "'=A1"), ("Tea", "Tea"), ("\tTea", "'\tTea"), ("a\x0bb", "ab"), ("x" * 40_000, "x" * 32_767)],
)  # fmt: skip
def test_a_users_text_is_made_safe(text, safe):
    assert safe_text(text) == safe


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("5", True), ("-5", True), ("0.50", False), ("0", True), ("007", False), ("1e5", False), ("1,5", False), ("", False),
     ("1234567890123456", False), ("+5", False), ("=5", False), ("٣", False), ("12.", False)],
)  # fmt: skip
def test_a_plain_number_loses_nothing_as_a_number(text, is_number):
    assert is_plain_number(text) is is_number


def test_a_csv_file_becomes_a_workbook_with_its_cells_and_marks(tmp_path):
    source = tmp_path / "sales.csv"
    source.write_text(
        "Date,Product Name,Quantity\n2026-03-02,Tea,2.5\n2026-03-03,0042,two\n2026-03-04,Tea,\n"
    )

    into = marked(source, finding("C3", sheet="csv"), finding("C4", "missing-quantity", sheet="csv"),
                  kind=Format.CSV)  # fmt: skip

    book = load_workbook(into)
    assert into.suffix == ".xlsx"
    assert list(book["csv"].iter_rows(values_only=True)) == [
        ("Date", "Product Name", "Quantity"),
        ("2026-03-02", "Tea", 2.5),
        ("2026-03-03", "0042", "two"),
        ("2026-03-04", "Tea", None),
    ]
    assert [colour(book["csv"][cell]) for cell in ("C2", "C3", "C4")] == [None, RED, RED]
    assert book["csv"]["C4"].comment.text == "The quantity is empty.\nEnter the units sold."
    assert book["Findings"]["A3"].hyperlink.location == "'csv'!C3"
    assert book["Findings"].freeze_panes == "A3"
    assert book["Findings"].auto_filter.ref == "A2:I4"


def test_an_ods_file_becomes_a_workbook_with_all_its_sheets(tmp_path):
    source = tmp_path / "sales.ods"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    tables = "".join(
        f'<table:table table:name="{name}"><table:table-row>{cell.format(name)}</table:table-row></table:table>'
        for name in ("Sales of Anna&apos;s", "A name that is longer than thirty-one signs")
    )
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(source, "w") as package:
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{office}:manifest:1.0"/>')
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    long = "A name that is longer than thirty-one signs"

    into = marked(source, finding("B2", sheet="Sales of Anna's"), finding("A1", sheet=long), kind=Format.ODS)

    book = load_workbook(into)
    assert book.sheetnames == ["Sales of Anna's", "A name that is longer than thir", "Findings"]
    assert book["Sales of Anna's"]["A1"].value == "Sales of Anna's"
    assert colour(book["Sales of Anna's"]["B2"]) == RED
    assert book["Findings"]["A3"].hyperlink.location == "'Sales of Anna''s'!B2"
    assert book["Findings"]["A4"].hyperlink.location == "'A name that is longer than thir'!A1"
    assert book["Findings"]["B4"].value == long


def test_names_of_sheets_become_valid_and_stay_apart():
    names = ["a/b", "a:b", "'quoted'", "", "x" * 40, "x" * 41, "History"]

    assert list(valid_names(names).values()) == [
        "a_b", "a_b 2", "quoted", "Sheet", "x" * 31, "x" * 29 + " 2", "History_",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        '<sheetData><row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row></sheetData>',
        '<sheetData><row r="2"><c r="C2"><v>1</v></c><c r="A2"><v>2</v></c></row></sheetData>',
    ],
)
def test_a_workbook_out_of_order_falls_back_to_a_fresh_copy(tmp_path, data):
    into = marked(small_workbook(tmp_path / "strange.xlsx", data), finding("A2"))

    book = load_workbook(into)
    assert book["Sales"]["A2"].value == 2
    assert colour(book["Sales"]["A2"]) == RED
    assert "xl/sheets/one.xml" not in parts(into)


def test_a_workbook_without_styles_falls_back_to_a_fresh_copy(tmp_path):
    data = '<sheetData><row r="2"><c r="A2"><v>2</v></c></row></sheetData>'

    into = marked(small_workbook(tmp_path / "plain.xlsx", data, styles=False), finding("A2"), finding("B7"))

    book = load_workbook(into)
    assert [colour(book["Sales"][cell]) for cell in ("A2", "B7")] == [RED, RED]
    assert book["Sales"]["A2"].comment and book["Sales"]["B7"].comment


def test_macros_stay_and_the_name_says_so(tmp_path):
    source = rich_workbook(tmp_path / "macros.xlsm", vba=b"\xd0\xcf\x11\xe0 macros")

    into = marked(source, finding("C5"))

    assert into.suffix == ".xlsm"
    assert parts(into)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"
    assert b"macroEnabled.main+xml" in parts(into)["[Content_Types].xml"]


def test_a_fresh_copy_of_a_workbook_with_macros_opens_under_the_same_name(tmp_path):
    source = rich_workbook(tmp_path / "macros.xlsm", vba=b"\xd0\xcf\x11\xe0 macros")
    repack(source, {"xl/styles.xml": b"<nothing/>"})

    into = marked(source, finding("A1", sheet="Old"))

    assert into.suffix == ".xlsm"
    assert b"sheet.macroEnabled.main+xml" in parts(into)["[Content_Types].xml"]
    assert load_workbook(into).sheetnames[-1] == "Findings"


@pytest.mark.parametrize("kind", [Format.XLSX, Format.CSV])
def test_the_same_workbook_gives_the_same_bytes(tmp_path, kind):
    source = rich_workbook(tmp_path / "rich.xlsx")
    if kind is Format.CSV:
        source = tmp_path / "sales.csv"
        source.write_text("Date,Product Name,Quantity\n2026-03-02,Tea,2\n")
    found = finding("C2", sheet="csv" if kind is Format.CSV else "Sales")

    first = marked(source, found, kind=kind).read_bytes()
    second = marked(source, found, kind=kind).read_bytes()

    assert first == second
    with zipfile.ZipFile(tmp_path / "marked.xlsx") as package:
        assert {part.date_time[0] for part in package.infolist()} == {1980}
    if kind is Format.CSV:
        assert load_workbook(tmp_path / "marked.xlsx").properties.created == datetime(2026, 1, 1)


def test_the_source_stays_as_it_was(tmp_path):
    source = rich_workbook(tmp_path / "rich.xlsx")
    before = source.read_bytes()

    marked(source, finding("C5"))

    assert source.read_bytes() == before


def test_a_workbook_that_cannot_be_marked_in_place_says_that_its_copy_holds_values_alone(tmp_path):
    source = rich_workbook(tmp_path / "rich.xlsx")
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    held = {
        name: data.replace(usual + b"officeDocument/2006/", strict + b"officeDocument/").replace(
            usual + b"spreadsheetml/2006/", strict + b"spreadsheetml/"
        )
        for name, data in parts(source).items()
    }
    with zipfile.ZipFile(source, "w") as package:
        for name, data in held.items():
            package.writestr(name, data)
    book = load_workbook(marked(source, finding("C5", sheet="Sales")))
    assert "copy of the values alone" in book["Findings"]["A1"].value
    assert colour(book["Sales"]["C5"]) == RED


def test_a_workbook_that_is_marked_in_place_says_nothing_of_a_copy(tmp_path):
    book = load_workbook(marked(rich_workbook(tmp_path / "rich.xlsx"), finding("C5", sheet="Sales")))
    assert "copy" not in book["Findings"]["A1"].value
