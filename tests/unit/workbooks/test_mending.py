import re
import zipfile

import pytest
from foresail.columns import rate_header
from foresail.errors import NotAWorkbook
from foresail.workbooks import readers
from foresail.workbooks.formats import Format, recognise
from foresail.workbooks.mending import BREAKS, CHUNK_BYTES, join_lines, mend_package
from foresail.workbooks.reading import EPOCH_1904, read_book

from tests.factories import DAY, write_workbook
from tests.unit.workbooks.binary_books import record, write_binary

ROWS = [(DAY, "Tea", 5, 2.5, "T1", "N", "P")]
EXTENSION = (
    b'<extLst><ext xmlns:x15="urn:x"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>'
)


def rewrite(path, name=lambda part: part, change=lambda part, data: data):
    """The package at `path` with its parts renamed and changed."""
    with zipfile.ZipFile(path) as package:
        parts = [(info.filename, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in parts:
            info = zipfile.ZipInfo()
            info.filename, info.compress_type = name(part), zipfile.ZIP_DEFLATED
            package.writestr(info, change(part, data))


def read(path, **options):
    return read_book(path, recognise(path), rate_header, **options)


@pytest.mark.parametrize(
    "name",
    [
        lambda part: part.replace("/", "\\"),
        lambda part: "/" + part,
        str.lower,
        lambda part: part.replace("xl/", "XL/").replace("sheet1", "Sheet1"),
    ],
)
@pytest.mark.parametrize("second_reader", [False, True])
def test_parts_are_found_whatever_their_slashes_and_capitals(tmp_path, name, second_reader):
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    usual = read(path, second_reader=second_reader)
    rewrite(path, name)
    [sheet] = read(path, second_reader=second_reader).sheets
    assert sheet.cells.equals(usual.sheets[0].cells)
    assert mend_package(path, tmp_path / "b") != path


def test_a_usual_package_is_read_where_it_lies(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    assert mend_package(path, tmp_path / "b") == path


@pytest.mark.parametrize("plain", [False, True])
def test_an_extension_says_nothing_of_the_epoch(tmp_path, plain):
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    before = read(path, plain=plain).sheets[0].cells.row(1)[0]

    def count_from_1904(part, data):
        if part != "xl/workbook.xml":
            return data
        data = re.sub(rb"<workbookPr\b[^>]*/>", b'<workbookPr date1904="1"/>', data)
        return data.replace(b"</workbook>", EXTENSION)

    rewrite(path, change=count_from_1904)
    book = read(path, plain=plain)
    assert book.epoch == EPOCH_1904
    assert int(book.sheets[0].cells.row(1)[0][:4]) == int(before[:4]) + 4


def test_two_parts_of_one_name_are_refused(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("XL/WORKBOOK.XML", "x")
    with pytest.raises(NotAWorkbook):
        read(path)


def test_a_sheet_that_is_one_chart_is_left(tmp_path):
    path = tmp_path / "a.xlsb"
    write_binary(path, {"S": [["Date"], ["2024-01-31"]], "Chart": [["x"]]})

    def make_chart(part, data):
        if part.endswith(".rels"):
            return data.replace(
                b'/worksheet" Target="worksheets/sheet2', b'/chartsheet" Target="chartsheets/sheet2'
            )
        return record(129) + record(651) + record(652) + record(130) if part.endswith("sheet2.bin") else data

    rewrite(path, lambda part: part.replace("worksheets/sheet2", "chartsheets/sheet2"), make_chart)
    assert [(sheet.name, sheet.cells.height) for sheet in read(path).sheets] == [("S", 2), ("Chart", 0)]


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def write_ods(path, rows):
    def cells(row):
        return "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )

    body = "".join(f"<table:table-row>{cells(row)}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:body><office:spreadsheet><table:table table:name="S">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")


def test_line_breaks_between_the_elements_of_an_ods_mean_nothing(tmp_path):
    rows = [("Date", "Product"), ("2024-01-31", "<text:span>Green</text:span> <text:span>Tea</text:span>")]
    plain, broken = tmp_path / "a.ods", tmp_path / "b.ods"
    for path in (plain, broken):
        write_ods(path, rows)
    rewrite(broken, change=lambda _, data: re.sub(rb">(?=<(?!/?text:span|/text:p))", b">\n  ", data))
    assert [sheet.cells.rows() for sheet in read(broken).sheets] == [
        sheet.cells.rows() for sheet in read(plain).sheets
    ]
    assert read(plain).sheets[0].cells.row(1)[1] == "Green Tea"


def test_line_breaks_at_the_end_of_a_chunk_are_joined(tmp_path):
    rows = [("x" * 97, "y" * 31)] * (3 * CHUNK_BYTES // 230)
    path, joined = tmp_path / "a.ods", tmp_path / "b.ods"
    write_ods(path, rows)
    rewrite(path, change=lambda _, data: data.replace(b"><", b">\n \n<"))
    join_lines(path, joined)
    with zipfile.ZipFile(joined) as package:
        content = package.read("content.xml")
    assert BREAKS.search(content) is None
    assert content.count(b"<table:table-row>") == len(rows)


def test_a_sheet_of_many_columns_of_three_decimals_is_read_a_few_times(tmp_path, monkeypatch):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([f"D{place}" for place in range(60)])
    for _ in range(3):
        book.active.append([1.125 + place for place in range(59)] + ["1.250"])
    book.save(tmp_path / "a.xlsx")
    reads = []
    monkeypatch.setattr(readers, "_find_numeric", counted(readers._find_numeric, reads))
    [sheet] = read(tmp_path / "a.xlsx", plain=False).sheets
    assert sheet.numeric == frozenset(range(59))
    assert 0 < sum(reads) <= readers.TYPED_READS_MAX


def counted(find, reads):
    class Book:
        def __init__(self, book):
            self._book = book

        def load_sheet(self, *args, **options):
            reads.append(1)
            return self._book.load_sheet(*args, **options)

    return lambda book, name, cells: find(Book(book), name, cells)


def test_an_old_workbook_gives_the_same_cells_to_both_readers(tmp_path):
    from tests.requirements import real_data

    path = real_data("bad-workbooks/calamine/date.xls")
    first, second = (read_book(path, Format.XLS, rate_header, second_reader=again) for again in (False, True))
    assert [sheet.cells.rows() for sheet in first.sheets] == [sheet.cells.rows() for sheet in second.sheets]


def test_the_cells_of_a_chart_on_a_sheet_are_none_of_its_own():
    from tests.requirements import real_data

    [sheet, *_] = read(real_data("planner-shapes/30_xls_chart_store.xls")).sheets
    place = sheet.cells.row(0).index("Store")
    assert set(sheet.cells[str(place)].slice(1)) == {"North", "South"}
