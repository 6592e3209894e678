import csv
import io

import pytest
from foresail.columns import rate_header
from foresail.workbooks.delimited import read_delimited
from hypothesis import given
from hypothesis import strategies as st

HEADER = "Datum;Artikel;Menge\n"
ROWS = "2026-03-02;Grüner Tee – fein;3\n2026-03-03;Crème brûlée;4\n2026-03-04;Äpfel;5\n"


def read(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return read_delimited(path, rate_header)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_encoding_is_found(tmp_path, encoding):
    told = read(tmp_path, (HEADER + ROWS).encode(encoding))
    assert told.cells.row(1) == ("2026-03-02", "Grüner Tee – fein", "3")


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1251", ("Чай зелёный листовой", "Кофе молотый", "Хлеб ржаной свежий")),
        ("shift_jis", ("緑茶の茶葉", "コーヒー豆", "食パンとバター")),
        ("gb18030", ("绿茶茶叶", "咖啡豆", "新鲜的面包和黄油")),
        ("cp1250", ("Zelený čaj", "Příbramská káva", "Žitný chléb čerstvý")),
    ],
)
def test_an_office_far_from_here_is_read(tmp_path, encoding, names):
    rows = [f"2026-03-{number + 2:02d};{name};3" for number, name in enumerate(names * 4)]
    told = read(tmp_path, (HEADER + "\n".join(rows)).encode(encoding))
    assert [row[1] for row in told.cells.rows()[1:4]] == list(names)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_columns_of_sales(tmp_path, delimiter):
    rows = [
        ("Date", "Product", "Quantity"),
        ("2026-03-02", "Tea, green; loose", "1,5"),
        ("2026-03-03", "a|b", "2"),
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    assert read(tmp_path, text.getvalue().encode()).cells.rows() == rows


def test_the_line_that_excel_names_its_delimiter_in_is_no_row_but_counts_as_one(tmp_path):
    told = read(tmp_path, b"sep=|\nDate|Product|Quantity\n2026-03-02|Tea|1\n")
    assert told.cells.rows()[1:] == [("Date", "Product", "Quantity"), ("2026-03-02", "Tea", "1")]


def test_rows_of_any_length_are_kept(tmp_path):
    told = read(tmp_path, b"Sales of March\n\nDate,Product,Quantity\n2026-03-02,Tea\n2026-03-03,Tea,1,250\n")
    assert told.cells.rows() == [
        ("Sales of March", None, None, None),
        (None, None, None, None),
        ("Date", "Product", "Quantity", None),
        ("2026-03-02", "Tea", None, None),
        ("2026-03-03", "Tea", "1", "250"),
    ]


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc")), max_size=20
)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=20), st.sampled_from([",", ";", "\t"]))
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, rows, delimiter):
    text = io.StringIO()
    table = [("Date", "Product", "Quantity", "x", "y"), *[("2026-03-02", "Tea", "1", *row) for row in rows]]
    csv.writer(text, delimiter=delimiter).writerows(table)
    told = read(tmp_path_factory.mktemp("csv"), text.getvalue().encode("utf-8-sig"))
    assert [tuple(cell or "" for cell in row) for row in told.cells.rows()] == table


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("header", "behind"), [(True, ""), (False, ""), (True, ";;")])
def test_rows_that_stand_in_quotes_as_a_whole_are_parted(tmp_path, delimiter, header, behind):
    rows = [
        ["Date", "Product Name", "Quantity"],
        *(["2023-01-02", f'Tea "{kind}"{delimiter} loose', "5"] for kind in "abc"),
    ]
    inner = [io.StringIO() for _ in rows]
    for text, row in zip(inner, rows, strict=True):
        csv.writer(text, delimiter=delimiter, lineterminator="").writerow(row)
    lines = ['"' + text.getvalue().replace('"', '""') + f'"{behind}' for text in inner]
    if not header:
        lines[0] = inner[0].getvalue()
    told = read(tmp_path, "\r\n".join(lines).encode())
    assert [list(row)[:3] for row in told.cells.rows()] == rows


def test_cells_that_stand_in_quotes_each_stay_as_they_are(tmp_path):
    told = read(
        tmp_path, b'"Date","Product, or Item","Quantity"\n"2023-01-02","a;b","5"\n"2023-01-03","c","6"\n'
    )
    assert told.cells.rows()[1] == ("2023-01-02", "a;b", "5")
