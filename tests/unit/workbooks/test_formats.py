import zipfile

import pytest
from foresail.errors import EmptyWorkbook, NotAWorkbook, WorkbookTooCostly
from foresail.workbooks import formats
from foresail.workbooks.formats import Format, recognise

from tests.factories import write_workbook


def test_the_bytes_decide_and_not_the_name(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [])
    assert recognise(path.rename(tmp_path / "b.xls")) is Format.XLSX


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyWorkbook),
        (b"  \n", EmptyWorkbook),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NotAWorkbook),
        (b"%PDF-1.7", NotAWorkbook),
        (b"<html><table></table></html>", NotAWorkbook),
        (b"PK\x03\x04 cut", NotAWorkbook),
        (b"\x00\x01\x02", NotAWorkbook),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(tmp_path, data, error):
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(error) as refused:
        recognise(tmp_path / "a.xlsx")
    assert refused.value.message
    assert refused.value.hint


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("readme.txt", "hello")
    with pytest.raises(NotAWorkbook, match="archive"):
        recognise(tmp_path / "a.xlsx")


def test_an_archive_that_declares_gigabytes_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "INFLATED_MAX_BYTES", 1024**2)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "")
        package.writestr("xl/workbook.xml", bytes(1024**2 + 1))
    with pytest.raises(WorkbookTooCostly):
        recognise(tmp_path / "a.xlsx")


def test_a_packing_that_no_spreadsheet_program_uses_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("xl/workbook.xml", bytes(1024))
    with pytest.raises(NotAWorkbook, match="packed"):
        recognise(tmp_path / "a.xlsx")
