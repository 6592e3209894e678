import pytest
from foresail.columns import rate_header
from foresail.errors import NotAWorkbook
from foresail.workbooks.formats import Format, recognise
from foresail.workbooks.reading import EPOCH_1904, read_book, read_sheets

from tests.factories import DAY, HEADER, write_workbook
from tests.requirements import real_data

BAD = "bad-workbooks"


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a"])
def test_the_name_of_a_file_changes_nothing(tmp_path, name):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)]).rename(tmp_path / name)
    assert read_sheets(path, recognise(path), rate_header)[0].cells.row(1)[:3] == (
        "2026-03-02 00:00:00",
        "Tea",
        "2",
    )


def test_both_readers_say_the_same_of_a_plain_workbook(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "007", 2, 2.5, "T1", "North", None)], above=2)
    first, second = (
        read_book(path, Format.XLSX, rate_header, second_reader=again).sheets[0] for again in (False, True)
    )
    assert first.cells.row(2) == second.cells.row(2) == HEADER
    assert first.cells.row(3)[1:] == second.cells.row(3)[1:]


@pytest.mark.parametrize("name", ["pass_protected.xlsx", "pass_protected.xlsb", "pass_protected.ods"])
def test_a_password_is_told_by_its_name(name):
    path = real_data(f"{BAD}/calamine/{name}")
    with pytest.raises(NotAWorkbook, match="password"):
        read_book(path, recognise(path), rate_header)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("readxl/biff5-label-records.xls", None),
        ("readxl/iris-excel-xls.xls", "Sepal.Length"),
        ("calamine/issue_419.xlsb", None),
    ],
)
def test_old_and_binary_workbooks_are_read(name, text):
    path = real_data(f"{BAD}/{name}")
    sheets = read_book(path, recognise(path), rate_header).sheets
    assert any(sheet.cells.height for sheet in sheets)
    if text:
        assert text in sheets[0].cells.row(0)


def test_an_old_workbook_tells_its_merged_cells_and_its_epoch():
    merged = real_data(f"{BAD}/calamine/merge_cells.xls")
    assert list(read_book(merged, Format.XLS, rate_header).sheets[0].merged) == [(1, 3, 0), (1, 3, 1)]
    counted_from_1904 = real_data(f"{BAD}/readxl/dates-1904.xls")
    assert read_book(counted_from_1904, Format.XLS, rate_header).epoch == EPOCH_1904
