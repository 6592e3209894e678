"""The rows around a cell of a planner's file, read in the sandbox."""

import pytest
from foresail.errors import BadRequest
from foresail.intake.checks import read_cells_of_file

from tests.factories import DAY, HEADER, write_workbook


def cells_of(told: dict) -> dict[int, list[str | None]]:
    return {row["row"]: row["cells"] for row in told["rows"]}


def test_the_rows_around_a_cell_are_those_of_the_sheet(tmp_path):
    rows = [(DAY, f"Tea {number}", number) for number in range(1, 31)]
    path = write_workbook(tmp_path / "a.xlsx", rows, HEADER[:3])
    told = read_cells_of_file(path, "Sales", "B20")
    assert list(cells_of(told)) == list(range(16, 25))
    assert cells_of(told)[20] == [DAY.isoformat(), "Tea 19", "19"]
    assert (told["columns"], told["rows_total"]) == (["A", "B", "C"], 31)
    assert list(cells_of(read_cells_of_file(path, "Sales", "A2"))) == list(range(1, 10))
    assert read_cells_of_file(path, "Sales", "A1000000")["rows"] == []


def test_of_a_wide_sheet_the_columns_around_the_cell_are_told(tmp_path):
    header = [f"H{number}" for number in range(100)]
    path = write_workbook(tmp_path / "a.xlsx", [range(100)], header)
    told = read_cells_of_file(path, "Sales", "BA2")
    assert (told["columns"][0], told["columns"][-1]) == ("AL", "BO")
    assert cells_of(told)[1][15] == "H52"


def test_text_is_read_in_the_encoding_that_the_check_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Date,Product Name,Quantity\n2026-01-02,Ką,3".encode("cp1250"))
    assert cells_of(read_cells_of_file(path, "csv", "B2", encoding="cp1250"))[2][1] == "Ką"


def test_a_sheet_that_is_not_there_is_refused_by_its_name(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 1)], HEADER[:3])
    with pytest.raises(BadRequest, match="no sheet named 'Nowhere'"):
        read_cells_of_file(path, "Nowhere", "A1")
