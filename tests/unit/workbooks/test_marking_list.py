"""The sheet that lists all findings in a marked workbook."""

from openpyxl import Workbook, load_workbook

from tests.unit.workbooks.marked_books import (
    RED,
    colour,
    finding,
    list_rows,
    marked,
    rich_workbook,
)


def test_the_list_says_how_many_and_has_a_line_for_each_finding(tmp_path):
    into = marked(
        rich_workbook(tmp_path / "rich.xlsx"),
        finding("C5", value="1 2"),
        finding("C6", "zero-quantity", value="0"),
        finding("A1", "sheet-left", sheet="Old", column="", value=None),
    )

    rows = list_rows(into)
    assert rows[0][0] == "3 findings: 1 error, 1 warning, 1 notice."
    assert rows[1] == (
        "Cell",
        "Sheet",
        "Row",
        "Column",
        "Value",
        "Severity",
        "What is wrong",
        "What to do",
        "Code",
    )
    assert rows[2][:6] == ("C5", "Sales", 5, "Quantity", "1 2", "error")
    assert rows[3][6:] == (
        "The quantity is zero: the row is stored but adds nothing to demand.",
        "Correct the quantity if something was sold.",
        "zero-quantity",
    )
    assert len(rows) == 5


def test_a_finding_about_a_whole_sheet_is_listed_and_marks_no_cell(tmp_path):
    into = marked(
        rich_workbook(tmp_path / "rich.xlsx"), finding("A1", "sheet-left", sheet="Old", column="", value=None)
    )

    book = load_workbook(into)
    assert colour(book["Old"]["A1"]) is None
    assert book["Findings"]["A3"].hyperlink.location == "'Old'!A1"


def test_the_list_has_a_bold_header_that_stays_a_filter_and_widths(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("C5"), finding("C6"))

    sheet = load_workbook(into)["Findings"]
    assert all(cell.font.b for cell in sheet[2])
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:I4"
    assert sheet.column_dimensions["G"].width > 50


def test_links_reach_sheets_with_quotes_and_spaces_in_their_names(tmp_path):
    name = 'Anna\'s "best" <sheet>'
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("B1", sheet=name))

    book = load_workbook(into)
    assert book["Findings"]["A3"].hyperlink.location == "'Anna''s \"best\" <sheet>'!B1"
    assert colour(book[name]["B1"]) == RED


def test_a_finding_without_a_column_of_its_own_links_to_its_row(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("5", "missing-date", column="Date", row=5))

    cell = load_workbook(into)["Findings"]["A3"]
    assert (cell.value, cell.hyperlink.location) == ("A5", "'Sales'!A5")


def test_a_finding_on_a_sheet_that_is_not_there_is_listed_without_a_link(tmp_path):
    into = marked(rich_workbook(tmp_path / "rich.xlsx"), finding("C5", sheet="Gone"))

    cell = load_workbook(into)["Findings"]["A3"]
    assert (cell.value, cell.hyperlink) == ("C5", None)


def test_the_list_takes_a_free_name(tmp_path):
    book = Workbook()
    book.active.title = "FINDINGS"
    book.save(tmp_path / "taken.xlsx")

    into = marked(tmp_path / "taken.xlsx", finding("C5", sheet="FINDINGS"))

    assert load_workbook(into).sheetnames == ["FINDINGS", "Findings 2"]


def test_limits_are_said_on_the_list(tmp_path):
    found = [finding(f"C{row}") for row in range(2, 10)]

    into = marked(rich_workbook(tmp_path / "rich.xlsx"), *found, commented_cells=3, links=4, rows=6)

    book = load_workbook(into)
    assert book["Findings"]["A1"].value == (
        "8 findings: 8 errors. Only the first 6 are listed: a sheet holds no more. "
        "Only the first 3 cells have comments; all are coloured. Only the first 4 lines are links."
    )
    assert book["Findings"].max_row == 2 + 6
    assert [bool(book["Findings"][f"A{row}"].hyperlink) for row in range(3, 9)] == [True] * 4 + [False] * 2
    assert sum(bool(book["Sales"][f"C{row}"].comment) for row in range(2, 10)) == 3
    assert {colour(book["Sales"][f"C{row}"]) for row in range(2, 10)} == {RED}
