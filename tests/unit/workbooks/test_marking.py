import zipfile

import pytest
from foresail.workbooks.marking_plan import Limits
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests.unit.workbooks.marked_books import (
    RED,
    YELLOW,
    colour,
    finding,
    marked,
    parts,
    repack,
    rich_workbook,
    small_workbook,
)


def test_every_part_without_a_mark_is_the_same_byte_for_byte(tmp_path):
    source = rich_workbook(tmp_path / "rich.xlsx")

    into = marked(source, finding("C5"))

    before, after = parts(source), parts(into)
    changed = {name for name, data in before.items() if after.get(name) != data}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/drawings/drawing1.xml"} <= set(
        before
    ) - changed
    assert set(after) - set(before) == {"xl/worksheets/foresailFindings.xml"}


def test_the_marked_sheet_is_the_same_but_for_the_style_of_the_marked_cell(tmp_path):
    source = rich_workbook(tmp_path / "rich.xlsx")

    into = marked(source, finding("C5"))

    before, after = (parts(path)["xl/worksheets/sheet1.xml"] for path in (source, into))
    start = before.index(b'<c r="C5" s="1">')
    rest = start + len(b'<c r="C5" s="1">')
    new = after[start : after.index(b">", start) + 1]
    assert new.startswith(b'<c r="C5" s="')
    assert new != b'<c r="C5" s="1">'
    assert after == before[:start] + new + before[rest:]


def test_a_formula_keeps_its_cached_value(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("D2"))

    assert load_workbook(into, data_only=True)["Sales"]["D2"].value == 84
    assert load_workbook(into)["Sales"]["D2"].value == "=C2*2"


def test_a_bad_cell_is_filled_and_keeps_its_number_format_font_and_borders(tmp_path):
    into = marked(
        rich_workbook(tmp_path / "rich.xlsx"),
        finding("C5"),
        finding("C6", "zero-quantity"),
    )

    sheet = load_workbook(into)["Sales"]
    assert colour(sheet["C5"]) == RED
    assert colour(sheet["C6"]) == YELLOW
    assert colour(sheet["C7"]) == "FF00FF00"
    assert sheet["C5"].number_format == "0.00"
    assert sheet["C5"].font.b
    assert sheet["C5"].border.left.style == "thin"


def test_a_bad_cell_has_a_comment_with_what_is_wrong_and_what_to_do(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("B5", "missing-product"))

    comment = load_workbook(into)["Sales"]["B5"].comment
    assert comment.text == "The product name is empty.\nEnter the product name."
    assert comment.author == "Foresail"


def test_several_findings_on_a_cell_share_a_comment_and_the_worst_gives_the_colour(tmp_path):
    into = marked(
        rich_workbook(tmp_path / "rich.xlsx"),
        finding("C5", "zero-quantity"),
        finding("C5", "missing-product"),
    )

    cell = load_workbook(into)["Sales"]["C5"]
    assert colour(cell) == RED
    assert cell.comment.text == (
        "The quantity is zero: the row is stored but adds nothing to demand.\n"
        "Correct the quantity if something was sold.\n\n"
        "The product name is empty.\nEnter the product name."
    )


def test_a_planners_comment_is_kept_and_added_to(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("B3", "missing-product"), finding("C4"))

    book = load_workbook(into)
    comment = book["Sales"]["B3"].comment
    assert comment.text == "Ask Anna\n\nForesail: The product name is empty.\nEnter the product name."
    assert comment.author == "Ben"
    assert book["Old"]["A1"].comment.text == "an old one"


def test_a_comment_of_plain_text_is_kept_too(tmp_path):
    book = Workbook()
    book.active.title = "Sales"
    book.active["B3"].comment = Comment("Plain", "Ben")
    book.save(tmp_path / "plain.xlsx")

    into = marked(tmp_path / "plain.xlsx", finding("B3", "missing-product"))

    text = load_workbook(into)["Sales"]["B3"].comment.text
    assert text == "Plain\n\nForesail: The product name is empty.\nEnter the product name."


def test_a_cell_with_a_thread_of_comments_is_left_as_it_is(tmp_path):
    source = rich_workbook(tmp_path / "rich.xlsx")
    comments = parts(source)["xl/comments1.xml"].replace(b">Ben<", b">tc={12345678-AAAA}<")
    repack(source, {"xl/comments1.xml": comments})

    into = marked(source, finding("B3", "missing-product"))

    sheet = load_workbook(into)["Sales"]
    assert sheet["B3"].comment.text == "Ask Anna"
    assert colour(sheet["B3"]) == RED


def test_each_comment_has_one_drawing_with_an_id_of_its_own(tmp_path):
    found = [finding(f"C{row}") for row in range(2, 3000)]
    other = finding("A1", sheet='Anna\'s "best" <sheet>')

    into = marked(rich_workbook(tmp_path / "rich.xlsx"), *found, other)

    drawn = b"".join(data for name, data in parts(into).items() if name.endswith(".vml"))
    ids = [piece.split(b'"')[0] for piece in drawn.split(b'<v:shape id="')[1:]]
    assert len(ids) == 2998 + 1 + 2
    assert len(set(ids)) == len(ids)


def test_blank_cells_and_rows_that_the_file_does_not_hold_are_marked_in_order(tmp_path):
    data = (
        '<dimension ref="A1:C3"/><sheetData><row r="1" spans="1:3"><c r="B1"><v>1</v></c></row>'
        '<row r="3"/><row r="6" s="1" customFormat="1"><c r="A6"><v>2</v></c></row></sheetData>'
    )
    source = small_workbook(tmp_path / "small.xlsx", data)

    into = marked(source, *[finding(cell) for cell in ("A1", "C1", "C2", "B3", "AA4", "C6", "A9")])

    sheet = load_workbook(into)["Sales"]
    filled = [cell.coordinate for row in sheet.iter_rows() for cell in row if colour(cell)]
    assert filled == ["A1", "C1", "C2", "B3", "AA4", "C6", "A9"]
    assert sheet["B1"].value == 1
    assert sheet["C6"].number_format == "mm-dd-yy"
    written = parts(into)["xl/sheets/one.xml"].decode()
    assert '<dimension ref="A1:AA9"/>' in written
    rows = [int(piece.split('"')[0]) for piece in written.split('<row r="')[1:]]
    assert rows == [1, 2, 3, 4, 6, 9]


@pytest.mark.parametrize("data", ["<sheetData/>", "<sheetData></sheetData>"])
def test_a_sheet_without_rows_is_marked(tmp_path, data):
    into = marked(small_workbook(tmp_path / "small.xlsx", data), finding("B2"))

    assert colour(load_workbook(into)["Sales"]["B2"]) == RED
    assert "xl/sheets/one.xml" in parts(into)


def test_cells_and_rows_without_addresses_are_counted(tmp_path):
    data = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row></sheetData>"

    into = marked(small_workbook(tmp_path / "small.xlsx", data), finding("B2"))

    sheet = load_workbook(into)["Sales"]
    assert (sheet["B2"].value, colour(sheet["B2"])) == (4, RED)
    assert colour(sheet["B1"]) is None


def test_names_with_a_prefix_are_understood(tmp_path):
    data = '<x:sheetData><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row></x:sheetData>'
    source = small_workbook(tmp_path / "prefixed.xlsx", data, prefix="x")

    into = marked(source, finding("A2"), finding("B2"), finding("A4"))

    sheet = load_workbook(into)["Sales"]
    assert [colour(sheet[cell]) for cell in ("A2", "B2", "A4")] == [RED] * 3
    assert sheet["B2"].comment.text.startswith("The quantity is not a number")
    assert "xl/sheets/one.xml" in parts(into)


def test_inline_strings_and_shared_formulas_stay(tmp_path):
    data = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>two &amp; a half</t></is></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="0">A1*2</f><v>4</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>6</v></c></row></sheetData>'
    )

    into = marked(small_workbook(tmp_path / "small.xlsx", data), finding("A1"), finding("B2"))

    written = parts(into)["xl/sheets/one.xml"]
    assert (
        b'<is><t>two &amp; a half</t></is></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*2</f>' in written
    )
    assert b'<f t="shared" si="0"/><v>6</v>' in written
    assert load_workbook(into)["Sales"]["A1"].value == "two & a half"


def test_a_marked_workbook_can_be_marked_again(tmp_path):
    once = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("C5"), finding("B1", sheet="Old"))
    again = once.rename(tmp_path / "again.xlsx")

    into = marked(again, finding("C6"), finding("A2", sheet="Old"))

    book = load_workbook(into)
    assert book.sheetnames[-2:] == ["Findings", "Findings 2"]
    assert [bool(book["Sales"][cell].comment) for cell in ("B3", "C5", "C6")] == [True] * 3


def test_what_excel_can_hold_is_the_limit():
    assert Limits() == Limits(commented_cells=10_000, links=60_000, rows=1_048_574)


@pytest.mark.parametrize(
    "name", [lambda part: part.replace("/", "\\"), lambda part: part.replace("xl/", "XL/")]
)
def test_a_package_with_unusual_part_names_is_marked_under_usual_ones(tmp_path, name):
    source = rich_workbook(tmp_path / "rich.xlsx")
    held = parts(source)
    with zipfile.ZipFile(source, "w") as package:
        for part, data in held.items():
            info = zipfile.ZipInfo()
            info.filename = name(part)
            package.writestr(info, data)
    into = marked(source, finding("C5", sheet="Sales"))
    assert set(held) <= set(parts(into))
    assert colour(load_workbook(into)["Sales"]["C5"]) == RED
