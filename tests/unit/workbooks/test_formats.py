import zipfile

import pytest
from foresail.errors import EmptyWorkbook, NotAWorkbook
from foresail.workbooks import formats
from foresail.workbooks.delimited import find_encoding
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
        (b"<sales><row/></sales>", NotAWorkbook),
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


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "picture"), (b"\xef\xbb\xbf<?xml version", "XML of a kind")],
)
def test_a_file_in_disguise_is_called_by_its_name(tmp_path, data, words):
    (tmp_path / "a.xls").write_bytes(data)
    with pytest.raises(NotAWorkbook, match=words):
        recognise(tmp_path / "a.xls")


def test_a_workbook_with_a_password_is_refused_saying_so(tmp_path):
    head = formats.OLE_SIGNATURE + bytes(504)
    (tmp_path / "a.xlsx").write_bytes(head + formats.ENCRYPTED_PACKAGE)
    with pytest.raises(NotAWorkbook, match="password"):
        recognise(tmp_path / "a.xlsx")


def test_text_in_utf_16_without_its_mark_is_text(tmp_path):
    (tmp_path / "a.csv").write_bytes("Date,Product,Quantity".encode("utf-16-le"))
    assert recognise(tmp_path / "a.csv") is Format.CSV


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "日期,产品名称,数量\n2024-01-31,六角螺栓,5\n",
        "Date;Größe;Menge\n2024;é;5\n",
        "날짜,품명,수량\n2024-01-02,간장,5\n" * 500,
    ],
)
def test_utf_16_without_its_mark_is_text(tmp_path, encoding, text):
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert recognise(tmp_path / "a.csv") is Format.CSV
    assert find_encoding(tmp_path / "a.csv") == encoding
