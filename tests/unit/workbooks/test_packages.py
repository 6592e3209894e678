import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter
from foresail.errors import NotAWorkbook, WorkbookTooCostly
from foresail.workbooks.packages import inspect

from tests.factories import DAY, write_workbook

MOST = 100 * 1024**2


def package(path, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_a_bomb_is_refused_by_what_it_says_it_holds(tmp_path):
    path = package(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": bytes(2 * 1024**2)})
    with pytest.raises(WorkbookTooCostly, match="unpacks"):
        inspect(path, 1024**2)


@pytest.mark.parametrize("parts", [1, 3])
def test_a_package_is_taken_up_to_the_size_that_it_may_unpack_to_and_no_byte_more(tmp_path, parts):
    content = {f"xl/{number}.bin": bytes(1000) for number in range(parts)}
    path = package(tmp_path / "a.xlsx", content)
    inspect(path, 1000 * parts)
    with pytest.raises(WorkbookTooCostly, match="unpacks"):
        inspect(path, 1000 * parts - 1)


def test_what_a_package_says_that_it_unpacks_to_is_enough_to_refuse_it_before_anything_is_unpacked(tmp_path):
    path = package(tmp_path / "a.xlsx", {"xl/workbook.xml": b"x" * 1000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 1000), struct.pack("<I", 2**31)))
    unpacked = []
    with pytest.raises(WorkbookTooCostly, match="unpacks"):
        inspect(path, MOST, unpacked.append)
    assert unpacked == []


def test_a_part_that_holds_more_than_it_says_is_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": bytes(2 * 1024**2)})
    data = path.read_bytes().replace(struct.pack("<I", 2 * 1024**2), struct.pack("<I", 1000))
    path.write_bytes(data)
    with pytest.raises(NotAWorkbook, match="damaged"):
        inspect(path, MOST)


def test_a_part_whose_checksum_is_wrong_is_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<workbook/>"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<workbook/>", b"<workbuck/>"))
    with pytest.raises(NotAWorkbook, match="damaged"):
        inspect(path, MOST)


def test_more_parts_than_a_workbook_has_are_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", {f"xl/{number}.xml": b"" for number in range(5_001)})
    with pytest.raises(WorkbookTooCostly):
        inspect(path, MOST)


def test_a_packing_that_no_spreadsheet_program_uses_is_refused(tmp_path):
    path = package(tmp_path / "a.xlsx", {"xl/workbook.xml": bytes(1024)}, zipfile.ZIP_BZIP2)
    with pytest.raises(NotAWorkbook, match="packed"):
        inspect(path, MOST)


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "xl\\..\\evil.xml"])
def test_a_part_that_would_leave_its_folder_is_refused(tmp_path, name):
    with pytest.raises(NotAWorkbook, match="names"):
        inspect(package(tmp_path / "a.xlsx", {name: b""}), MOST)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_anywhere_is_refused(tmp_path, encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><a>&lol;</a>'.encode(encoding)
    with pytest.raises(NotAWorkbook, match="document type"):
        inspect(package(tmp_path / "a.xlsx", {"xl/sharedStrings.xml": laughs}), MOST)


def test_merged_cells_are_noted_by_the_name_of_their_sheet(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("First").write(0, 0, "x")
    book.add_worksheet("Ann's sales").merge_range("B3:B5", "x")
    book.close()
    marks = inspect(tmp_path / "a.xlsx", MOST).marks
    assert marks["Ann's sales"].merged == {(2, 4, 1, 1)}
    assert marks["First"].merged == set()


def test_formulas_without_a_stored_result_are_noted(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([1, "=A1+1", "text"])
    book.save(tmp_path / "a.xlsx")
    assert inspect(tmp_path / "a.xlsx", MOST).marks["Sheet"].uncalculated == {(0, 1)}


def test_a_stored_result_is_no_formula_without_one(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("Sales").write_formula(0, 0, "=1+1", None, 2)
    book.close()
    assert inspect(tmp_path / "a.xlsx", MOST).marks["Sales"].uncalculated == set()


def test_the_epoch_of_a_mac_is_noted(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    book.add_worksheet("Sales")
    book.close()
    assert inspect(tmp_path / "a.xlsx", MOST).index.counts_from_1904
    assert not inspect(write_workbook(tmp_path / "b.xlsx", [(DAY, "Tea", 1)]), MOST).index.counts_from_1904
