"""Rows that programs send: JSON in three forms, and Parquet, read like a workbook's."""

import json
from datetime import date, datetime

import polars as pl
import pytest
from foresail.errors import NotAWorkbook
from foresail.intake.checking import check
from foresail.workbooks.formats import Format, recognise
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 28)
ROWS = [
    {"Date": "2026-03-02", "Product Name": "Tea", "Quantity": 3},
    {"Date": "2026-03-03", "Product Name": "Crème brûlée", "Quantity": 1.25, "Unit Price": 2.5},
    {"Date": "2026-03-03", "Product Name": "Milk", "Quantity": None},
]
FORMS = {
    "list": json.dumps,
    "indented": lambda rows: json.dumps(rows, indent=2),
    "lines": lambda rows: "\n".join(map(json.dumps, rows)),
    "wrapped": lambda rows: json.dumps({"next": None, "rows": rows}),
    "wrapped, indented": lambda rows: json.dumps({"rows": rows}, indent=1),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_json_is_read_as_the_same_rows(tmp_path, form):
    path = tmp_path / "rows"
    path.write_text(FORMS[form](ROWS))
    checked = check(path, TODAY)
    assert checked.sales.select("product", "quantity", "unit_price").rows() == [
        ("Tea", 3.0, None),
        ("Crème brûlée", 1.25, 2.5),
    ]
    assert (checked.report.format, checked.findings["cell"].to_list()) == ("json", ["C4"])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_ends_where_json_lines_end_and_not_within_a_text(tmp_path, end):
    names = [f"Tea{sign}green" for sign in ("\u2028", "\x85", " ")]
    lines = [{"Date": "2026-03-02", "Product Name": name, "Quantity": 3} for name in names]
    path = tmp_path / "rows"
    path.write_bytes(end.join(json.dumps(line, ensure_ascii=False) for line in lines).encode())
    assert check(path, TODAY).report.rows_read == 3


def test_numbers_of_json_are_numbers_whatever_they_look_like(tmp_path):
    path = tmp_path / "rows"
    path.write_text(json.dumps([{"Date": "2026-03-02", "Product Name": "Tea", "Quantity": 1.25}] * 3))
    assert check(path, TODAY).sales["quantity"].to_list() == [1.25] * 3


@pytest.mark.parametrize(
    "text",
    [
        '[{"Date": ["2026-03-02"]}]',
        '[{"Date": {"day": 2}}]',
        '[{"Date": "2026-03-02"}, 7]',
        '{"Date": "2026-03-02"\n',
        '[{"Date": 1}, ' + "[" * 5000,
        '{"rows": []}',
    ],
)
def test_json_that_is_no_rows_is_refused_in_words(tmp_path, text):
    path = tmp_path / "rows"
    path.write_text(text)
    assert recognise(path) is Format.JSON
    with pytest.raises(NotAWorkbook) as refused:
        check(path, TODAY)
    assert refused.value.hint


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.none() | st.text() | st.integers() | st.floats()), max_size=5
    )
)
def test_no_flat_rows_make_the_reader_fail(tmp_path_factory, rows):
    from foresail.workbooks.records import read_json

    path = tmp_path_factory.mktemp("json") / "rows"
    path.write_text(json.dumps(rows))
    try:
        cells, _ = read_json(path)
    except NotAWorkbook:
        return
    assert cells.height == len(rows) + 1


def test_a_csv_that_begins_with_a_bracket_is_no_json(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("[Date],[Product Name],[Quantity]\n2026-03-02,Tea,3\n")
    assert recognise(path) is Format.CSV


def test_parquet_is_read_with_its_types(tmp_path):
    path = tmp_path / "rows"
    pl.DataFrame(
        {
            "Date": [date(2026, 3, 2), date(2026, 3, 3)],
            "Product Name": ["Tea", "Tea"],
            "Quantity": [1.25, 1250.0],
            "Unit Price": ["2.50", None],
        }
    ).write_parquet(path)
    checked = check(path, TODAY)
    assert checked.sales.select("date", "quantity", "unit_price").rows() == [
        (date(2026, 3, 2), 1.25, 2.5),
        (date(2026, 3, 3), 1250.0, None),
    ]
    assert checked.report.format == "parquet"


def test_moments_of_parquet_are_days(tmp_path):
    path = tmp_path / "rows"
    moments = [datetime(2026, 3, 2, 17, 30)]
    pl.DataFrame({"Date": moments, "Product Name": ["Tea"], "Quantity": [2]}).write_parquet(path)
    assert check(path, TODAY).sales["date"].to_list() == [date(2026, 3, 2)]


def test_parquet_with_lists_and_damaged_parquet_are_refused_in_words(tmp_path):
    path = tmp_path / "rows"
    pl.DataFrame({"Date": ["2026-03-02"], "Quantity": [[1, 2]]}).write_parquet(path)
    with pytest.raises(NotAWorkbook, match="Quantity"):
        check(path, TODAY)
    path.write_bytes(b"PAR1" + b"x" * 300 + b"PAR1")
    with pytest.raises(NotAWorkbook):
        check(path, TODAY)
