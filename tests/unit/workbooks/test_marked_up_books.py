from contextlib import suppress
from datetime import date

import pytest
from foresail.columns import rate_header
from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.intake.checking import check
from foresail.workbooks.formats import Format, recognise
from foresail.workbooks.reading import EPOCH_1904, read_book
from hypothesis import given, settings
from hypothesis import strategies as st

TODAY = date(2026, 11, 1)
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEADER = "<tr><th>Date<th>Product</th><th>Quantity</th></tr>"


def write(tmp_path, data):
    path = tmp_path / "a.xls"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path):
    book = read_book(path, recognise(path), rate_header)
    return {sheet.name: sheet.cells.rows() for sheet in book.sheets}


def page(body):
    return f"<!DOCTYPE html>\n<html><head><style>td {{}}</style></head><body>{body}</body></html>"


def test_the_table_of_a_web_page_is_read(tmp_path):
    rows = "<tr><td>2023-01-02</td><td>Nut &amp;<br>bolt&nbsp;&lt;M8&gt;</td><td align=right> 5 </td></tr>"
    path = write(tmp_path, page(f"<p>Sales</p><table border=1>{HEADER}{rows}</table>"))
    assert recognise(path) is Format.HTML
    assert read(path)["table"][1] == ("2023-01-02", "Nut & bolt\u00a0<M8>", "5")
    checked = check(path, TODAY)
    assert checked.sales["quantity"].to_list() == [5]
    assert (checked.report.format, checked.report.encoding) == ("html", "utf-8")


def test_the_tables_of_a_page_are_sheets_of_their_own(tmp_path):
    inner = "<table><tr><td>Made by ERP</td></tr></table>"
    path = write(
        tmp_path, page(f"<table><tr><td>{inner}</td></tr><tr><td>x</td></tr></table><table>{HEADER}</table>")
    )
    assert list(read(path)) == ["table 1", "table 2", "table 3"]


def test_cells_that_span_others_leave_their_places_empty(tmp_path):
    path = write(
        tmp_path,
        "<table><tr><td colspan=2>a</td><td>b</td></tr><tr><td rowspan=2>c</td><td>d</td></tr><tr><td>e</td></tr></table>",
    )
    assert read(path)["table"] == [("a", None, "b"), ("c", "d", None), (None, "e", None)]
    [sheet] = read_book(path, Format.HTML, rate_header).sheets
    assert list(sheet.merged) == [(1, 2, 0)]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "utf-16"])
def test_the_encoding_that_a_page_names_is_its_own(tmp_path, encoding):
    text = f'<html><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><table><tr><td>Müller é</td></tr></table>'
    assert read(write(tmp_path, text.encode(encoding)))["table"] == [("Müller é",)]


def test_scripts_are_no_cells(tmp_path):
    path = write(tmp_path, page("<table><tr><td>a<script>document.write('<td>b')</script></td></tr></table>"))
    assert read(path)["table"] == [("a",)]


@pytest.mark.parametrize(
    "text", [page("no table"), page("<table></table>"), "<html><table><tr><td" + " x" * 400_000]
)
def test_a_page_without_a_table_is_refused(tmp_path, text):
    with pytest.raises(NotAWorkbook, match="web page without a table"):
        read(write(tmp_path, text))


def test_a_web_archive_is_named_as_what_it_is(tmp_path):
    head = b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x'
    with pytest.raises(NotAWorkbook, match="web archive"):
        recognise(write(tmp_path, head))


def test_other_xml_is_no_workbook(tmp_path):
    with pytest.raises(NotAWorkbook, match="XML of a kind"):
        recognise(write(tmp_path, "<?xml version='1.0'?><sales><row/></sales>"))


def book(rows, options="", head=""):
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{head}<Workbook xmlns="{SPACE}" '
        f'xmlns:ss="{SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel">{options}'
        f'<Worksheet ss:Name="S"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def cell(kind, text, attributes=""):
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_the_xml_of_excel_2003_is_read(tmp_path):
    header = "".join(cell("String", name) for name in ("Date", "Product", "Quantity"))
    row = cell("DateTime", "2023-01-02T00:00:00.000") + cell("String", "1.250") + cell("Number", "5.5E1")
    path = write(tmp_path, book(f'<Row>{header}</Row><Row ss:Index="3">{row}</Row>'))
    assert recognise(path) is Format.XML
    assert read(path)["S"][2] == ("2023-01-02 00:00:00", "1.250", "55")
    assert read_book(path, Format.XML, rate_header).sheets[0].numeric == {0, 2}
    assert check(path, TODAY).sales["quantity"].to_list() == [55]


def test_cells_of_xml_stand_where_they_say(tmp_path):
    rows = (
        "<Row>" + cell("String", "a", 'ss:MergeAcross="1" ss:MergeDown="1"') + cell("Number", "1") + "</Row>"
        "<Row>"
        + cell("Boolean", "1", 'ss:Index="4"')
        + cell("Error", "#N/A")
        + '<Cell ss:Formula="=1"/></Row>'
    )
    path = write(tmp_path, book(rows, "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook>"))
    found = read_book(path, Format.XML, rate_header)
    assert found.sheets[0].cells.rows() == [
        ("a", None, "1", None, None, None),
        (None, None, None, "true", "#N/A", "=…"),
    ]
    assert (found.epoch, list(found.sheets[0].merged)) == (EPOCH_1904, [(0, 1, 0)])


def test_a_text_in_several_styles_is_one_text(tmp_path):
    rich = 'xmlns="http://www.w3.org/TR/REC-html40"'
    data = f'<ss:Data ss:Type="String" {rich}>Green <B>Tea</B></ss:Data><Comment><ss:Data {rich}>no</ss:Data></Comment>'
    assert read(write(tmp_path, book(f"<Row><Cell>{data}</Cell></Row>")))["S"] == [("Green Tea",)]


def test_a_blank_line_before_the_xml_is_none_of_it(tmp_path):
    assert read(write(tmp_path, "\r\n " + book(f"<Row>{cell('String', 'a')}</Row>")))["S"] == [("a",)]


def test_xml_with_entities_of_its_own_is_refused(tmp_path):
    doctype = '<!DOCTYPE Workbook [<!ENTITY a "b">]>'
    with pytest.raises(NotAWorkbook, match="document type"):
        read(write(tmp_path, book("<Row/>", head=doctype)))


@pytest.mark.parametrize("index", ["1048577", "99999999999", "0"])
def test_a_cell_where_no_sheet_has_one_is_refused_or_follows(tmp_path, index):
    path = write(tmp_path, book(f'<Row ss:Index="{index}">{cell("String", "a")}</Row>'))
    with pytest.raises(NotAWorkbook):
        read(path)


def test_cells_that_lie_far_apart_are_too_costly(tmp_path):
    far = cell("String", "a", 'ss:Index="16384"')
    with pytest.raises(WorkbookTooCostly):
        read(write(tmp_path, book(f'<Row>{far}</Row><Row ss:Index="1000000">{far}</Row>')))


@settings(deadline=None, max_examples=80)
@given(st.text(st.sampled_from("<>/tabledhr =\"'&#x3;!-cospn1\n"), max_size=200), st.booleans())
def test_any_markup_is_read_or_refused(tmp_path_factory, text, is_page):
    path = tmp_path_factory.mktemp("any") / "a.xls"
    path.write_text(page(f"<table>{text}") if is_page else book(text))
    with suppress(NotAWorkbook, WorkbookTooCostly):
        read(path)
