"""Exports: what the files hold, for programs and for Excel."""

import csv
import re
import zipfile
from datetime import date, datetime, timedelta

import openpyxl
import polars as pl
import pytest
from foresail.clock import now
from foresail.errors import BadRequest, NotForecast, UnknownProduct
from foresail.exporting import making, rows
from foresail.exporting.making import make
from foresail.forecast_cache.lookup import Lookup
from foresail.forecast_cache.records import Question
from foresail.paging import Page
from foresail.quantiles import NAMES
from foresail.sandbox.limits import Limits
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.forecast_cache import read_state
from foresail.warehouse.packing import NUMBERS, pack
from foresail.warehouse.sold import STEPS_BEFORE
from foresail.warehouse.tables import forecast_series, products
from msgspec.structs import asdict
from sqlalchemy import update

from tests.bench.catalogue import AS_OF, fill, make_steps, name_of

COUNT, HORIZON = 5, 30


@pytest.fixture
def filled(engine):
    """A published run, on SQLite and on MariaDB."""
    fill(engine, COUNT, HORIZON)
    return engine


@pytest.fixture
def small(sqlite):
    """A published run on SQLite."""
    fill(sqlite, COUNT, HORIZON)
    return sqlite


def call(engine, number, name):
    with writing(engine) as connection:
        renamed = update(products).where(products.c.id == number)
        connection.execute(renamed.values(name=name, key=name.casefold()))


def looked_up(engine, question):
    with reading(engine) as connection:
        lookup = Lookup(read_state(connection), question, now().date())
        lookup.find(connection, Page(1000))
        return [asdict(series) for batch in lookup.batches for series in lookup.read(connection, batch)]


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(path, name):
    return zipfile.ZipFile(path).read(name).decode()


def test_a_parquet_file_has_true_types_and_the_numbers_of_the_lookup(filled, tmp_path):
    frame = pl.read_parquet(make(filled, Question(), "parquet", tmp_path).path)
    kinds = dict(frame.schema)
    assert kinds["day"] == kinds["as_of"] == pl.Date
    assert {kinds[name] for name in ("mean", *NAMES)} == {pl.Float64}
    assert {kinds[name] for name in ("run_id", "model_id", "data_version")} == {pl.Int64}
    expected = [
        (series["product"], None, step["day"], step["mean"], *(step[name] for name in NAMES))
        for series in looked_up(filled, Question())
        for step in series["days"]
    ]
    assert len(expected) == COUNT * HORIZON
    assert frame.select(frame.columns[:13]).rows() == expected
    told = (
        frame.select("frequency", "status", "method_label", "method", "demand_class", "as_of").unique().rows()
    )
    assert told == [("day", "fresh", "Theta", "theta", "smooth", AS_OF)]


def test_the_workbook_has_the_rows_with_true_dates_and_a_header_that_stays(small, tmp_path):
    made = make(small, Question(), "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(made.path)["Forecast"]
    header, *cells = sheet.iter_rows(values_only=True)
    assert list(header) == list(rows.columns(NAMES))
    assert len(cells) == made.written.rows == COUNT * HORIZON
    first = dict(zip(header, cells[0], strict=True))
    assert first["product"] == name_of(1)
    assert first["day"] == datetime.combine(AS_OF + timedelta(days=1), datetime.min.time())
    assert first["as_of"] == datetime.combine(AS_OF, datetime.min.time())
    assert first["mean"] == pytest.approx(looked_up(small, Question())[0]["days"][0]["mean"])
    assert sheet["D2"].number_format == "0.0"
    assert sheet["A1"].font.bold
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:V{COUNT * HORIZON + 1}")


def test_the_first_sheet_says_units_run_and_what_the_quantiles_mean(small, tmp_path):
    book = openpyxl.load_workbook(make(small, Question(), "xlsx", tmp_path).path)
    assert book.sheetnames == ["About", "Forecast", "Charts", "Sold"]
    told = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert told["Units"] == "All amounts are units of the product per day."
    assert told["Step"] == f"One day; {HORIZON} steps ahead."
    assert told["As of"].date() == AS_OF
    assert (told["Forecast run"], told["Model"], told["Data version"]) == ("1", "1", "1")
    assert told["q025"] == "Units that demand stays below in 2.5 % of days."
    assert told["q10 to q90"] == "The 80 % interval: demand is inside it in 80 % of days."
    assert told["Missing"] == "None of the requested products is missing."


def test_every_product_has_a_chart_of_sales_forecast_and_intervals_over_days(small, tmp_path):
    path = make(small, Question(), "xlsx", tmp_path).path
    assert len(openpyxl.load_workbook(path)["Charts"]._charts) == COUNT
    chart = part(path, "xl/charts/chart1.xml")
    names = re.findall(r"<c:ser>.*?<c:tx><c:v>(.*?)</c:v>", chart)
    assert names[:3] == ["Sold", "Forecast (mean)", "80 % interval (q10, q90)"]
    assert len(names) == 6
    assert {"Units per day", "Day"} <= set(re.findall(r"<a:t>(.*?)</a:t>", chart))
    ranges = re.findall(r"<c:yVal><c:numRef><c:f>(.*?)</c:f>", chart)
    assert ranges[:2] == ["Sold!$D$2:$D$57", "Forecast!$D$2:$D$31"]
    until = re.search(r'<c:max val="(\d+)"', chart)[1]
    assert date(1899, 12, 30) + timedelta(days=int(until)) == AS_OF + timedelta(days=HORIZON)


def test_a_chart_has_only_the_intervals_whose_quantiles_are_asked_for_and_known(small, tmp_path):
    path = make(small, Question(quantiles=("q90", "q10", "q50")), "xlsx", tmp_path).path
    assert part(path, "xl/charts/chart1.xml").count("<c:ser>") == 4
    with writing(small) as connection:
        unknown = [NUMBERS.index(name) for name in ("q025", "q975")]
        steps = make_steps(1, HORIZON)
        steps[:, :, unknown] = float("nan")
        connection.execute(update(forecast_series).values(steps=pack(steps)[0]))
    path = make(small, Question(), "xlsx", tmp_path).path
    assert part(path, "xl/charts/chart1.xml").count("<c:ser>") == 4


def test_sales_before_the_forecast_are_there_by_steps_up_to_the_last_one_known(small, tmp_path):
    path = make(small, Question((name_of(2),)), "xlsx", tmp_path).path
    _, *sold = openpyxl.load_workbook(path)["Sold"].iter_rows(values_only=True)
    assert len(sold) == STEPS_BEFORE["day"]
    assert sold[-1] == (name_of(2), None, datetime.combine(AS_OF, datetime.min.time()), 3.0)
    assert {row[3] for row in sold[:-1]} == {0}


def test_only_the_first_products_have_a_chart_and_the_sheet_says_how_many_have_none(sqlite, tmp_path):
    fill(sqlite, 23, 3)
    book = openpyxl.load_workbook(make(sqlite, Question(), "xlsx", tmp_path).path)
    assert len(book["Charts"]._charts) == 20
    assert "first 20 products have a chart; 3 more have none" in book["Charts"]["A1"].value
    assert book["Sold"].max_row == 1 + 20 * STEPS_BEFORE["day"]


@pytest.mark.parametrize(
    "name", ["=1+1", "=Sheet1!A1", "=cmd|' /C calc'!A0", "<r>x</r>", "@x", "http://a.b", 'a,"b"\x01']
)
def test_a_name_is_text_in_the_workbook_and_never_a_formula(small, tmp_path, name):
    call(small, 1, name)
    path = make(small, Question(), "xlsx", tmp_path).path
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    shown = name.replace("\x01", "_x0001_")
    assert shown in {str(cell.value).strip() for cell in book["Forecast"]["A"]}
    assert shown in {str(cell.value).strip() for cell in cells if cell.parent.title == "Charts"}
    charts = [part(path, f"xl/charts/chart{number}.xml") for number in range(1, COUNT + 1)]
    titles = [re.search(r"<c:title>.*?<c:f>(.*?)</c:f>", chart)[1] for chart in charts]
    assert all(re.fullmatch(r"Charts!\$[A-Z]+\$\d+", title) for title in titles)


def test_csv_for_excel_disarms_what_follows_a_semicolon_which_parts_it_where_decimals_have_a_comma():
    assert rows.harmless("Tea;=cmd|' /C calc'!A0;+1; b;c") == "Tea;'=cmd|' /C calc'!A0;'+1; b;c"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_for_excel_disarms_a_name_and_parquet_keeps_it(small, tmp_path, sign):
    name = f"{sign}1+1"
    call(small, 1, name)
    lines = read_csv(make(small, Question(), "csv", tmp_path).path)
    assert {line["product"] for line in lines} - {name_of(number) for number in range(2, 6)} == {f"'{name}"}
    frame = pl.read_parquet(make(small, Question(), "parquet", tmp_path).path)
    assert name in frame["product"].to_list()


def test_csv_has_a_line_a_step_and_the_quantiles_asked_for_only_each_once(small, tmp_path):
    question = Question((name_of(3), name_of(1)), horizon=7, quantiles=("q90", "q10", "q90"))
    lines = read_csv(make(small, question, "csv", tmp_path).path)
    assert [line["product"] for line in lines] == [name_of(3)] * 7 + [name_of(1)] * 7
    assert list(lines[0]) == list(rows.columns(("q10", "q90")))
    step = looked_up(small, question)[0]["days"][6]
    assert (lines[6]["day"], float(lines[6]["q90"])) == (step["day"].isoformat(), step["q90"])


def test_all_products_are_exported_over_several_pages_each_once(small, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "PAGE", 2)
    lines = read_csv(make(small, Question(), "csv", tmp_path).path)
    expected = [name_of(number) for number in range(1, COUNT + 1) for _ in range(HORIZON)]
    assert [line["product"] for line in lines] == expected
    found = read_csv(make(small, Question(search="00004"), "csv", tmp_path).path)
    assert {line["product"] for line in found} == {name_of(4)}


def test_a_missing_product_has_no_row_and_is_counted_and_named(small, tmp_path):
    made = make(small, Question((name_of(1), "=Nobody")), "xlsx", tmp_path)
    assert (made.written.missing, made.written.missing_names) == (1, ["=Nobody"])
    assert made.written.rows == HORIZON
    about = [row[1] for row in openpyxl.load_workbook(made.path)["About"].iter_rows(values_only=True)]
    assert about[-1] == "=Nobody"
    assert about[-2].startswith("1 requested product ")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet"])
@pytest.mark.parametrize("names", [(), (name_of(1),)])
def test_an_export_of_what_no_forecast_reaches_is_no_empty_file(small, tmp_path, kind, names):
    with pytest.raises(NotForecast, match="None of the requested products"):
        make(small, Question(names, horizon=HORIZON + 1), kind, tmp_path)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet"])
def test_a_search_that_finds_nothing_is_a_file_without_rows(small, tmp_path, kind):
    made = make(small, Question(search="like nothing"), kind, tmp_path)
    assert (made.written.rows, made.written.missing) == (0, 0)
    if kind == "parquet":
        assert pl.read_parquet(made.path).schema["day"] == pl.Date
    elif kind == "xlsx":
        book = openpyxl.load_workbook(made.path)
        assert (book["Forecast"].max_row, book["Charts"]["A1"].value) == (1, "There is no forecast to chart.")


def test_more_rows_than_a_sheet_holds_are_refused_before_one_is_written(small, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "SHEET_ROWS_MAX", COUNT * HORIZON)
    make(small, Question(), "xlsx", tmp_path)
    monkeypatch.setattr(making, "SHEET_ROWS_MAX", COUNT * HORIZON - 1)
    monkeypatch.setattr(Lookup, "read", lambda *_: pytest.fail("a batch was read"))
    with pytest.raises(BadRequest, match="format=csv or format=parquet, or filter"):
        make(small, Question(), "xlsx", tmp_path)


def test_a_conversion_that_takes_too_much_is_ended_and_says_what_to_do(small, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "read_limits", lambda seconds: Limits(4, seconds, 64))
    with pytest.raises(BadRequest, match="format=csv, or filter"):
        make(small, Question(), "parquet", tmp_path)


def test_nothing_is_exported_before_a_run_is_published_nor_for_unknown_names(sqlite, tmp_path):
    with pytest.raises(NotForecast):
        make(sqlite, Question(), "csv", tmp_path)
    fill(sqlite, 1, 1)
    with pytest.raises(UnknownProduct):
        make(sqlite, Question(("Nobody",)), "csv", tmp_path)
