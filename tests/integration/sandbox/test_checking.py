import json
from datetime import date

import polars as pl
import pytest
from foresail.errors import UnmappedHeader, WorkbookRefused, WorkbookTooCostly
from foresail.intake.checks import check_file
from foresail.intake.options import ReadingOptions
from foresail.intake.works import FINDINGS, REPORT, SALES
from foresail.sandbox.limits import Limits
from foresail.trial.sample import make_sample

from tests.factories import DAY, write_workbook
from tests.requirements import real_data

LIMITS = Limits(memory_mib=2048, seconds=60, unpacked_mib=4096)


def check(path, into, limits=LIMITS):
    into.mkdir(exist_ok=True)
    check_file(path, into, date(2026, 11, 23), ReadingOptions(), limits)
    return json.loads((into / REPORT).read_text())


def test_a_good_file_comes_out_as_rows_and_a_report(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(DAY, "Tea", 2)])
    assert check(path, tmp_path / "out")["rows_accepted"] == 1
    assert (tmp_path / "out" / SALES).exists()


def test_a_refusal_comes_out_as_the_same_error(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [(1,)], header=("Colour",))
    with pytest.raises(UnmappedHeader, match="Colour"):
        check(path, tmp_path / "out")


def test_a_file_that_needs_more_memory_than_allowed_is_refused_as_too_costly(tmp_path):
    path = write_workbook(
        tmp_path / "a.xlsx", [(DAY, "x" * 30_000 + str(number), 2) for number in range(2_000)]
    )
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        check(path, tmp_path / "out", Limits(memory_mib=160, seconds=60, unpacked_mib=4096))


def test_a_file_that_takes_too_long_is_refused_as_too_costly(tmp_path):
    rows = [(DAY, f"Tea {number}", 2) for number in range(60_000)]
    with pytest.raises(WorkbookTooCostly, match="memory or time"):
        check(write_workbook(tmp_path / "a.xlsx", rows), tmp_path / "out", Limits(2048, 1, 4096))


@pytest.mark.parametrize("name", ["OOM_alloc.xls", "OOM_alloc2.xls", "OOM_alloc3.xls"])
def test_a_crafted_file_that_asks_for_gigabytes_is_refused(tmp_path, name):
    with pytest.raises(WorkbookRefused):
        check(real_data(f"bad-workbooks/calamine/{name}"), tmp_path / "out")


def test_every_row_of_online_retail_is_stored_or_named(tmp_path):
    report = check(real_data("workbooks/Online Retail.xlsx"), tmp_path / "out")
    findings = pl.read_parquet(tmp_path / "out" / FINDINGS)
    assert report["rows_read"] == 541_909
    assert report["rows_accepted"] + report["rows_rejected"] + report["rows_repeated"] == 541_909
    lost = findings.filter(pl.col("code").is_in(["missing-product", "repeated-row"]))
    assert lost["row"].n_unique() == report["rows_rejected"] + report["rows_repeated"]


def test_a_report_of_sheets_that_are_no_sales_is_refused_in_plain_words(tmp_path):
    with pytest.raises(UnmappedHeader, match="Estimates of Monthly Retail"):
        check(real_data("workbooks/mrtssales92-present.xls"), tmp_path / "out")


def test_every_row_of_the_sample_is_accounted_for_and_every_dirty_kind_found(tmp_path):
    sample = make_sample(tmp_path / "sample.xlsx")
    report = check(tmp_path / "sample.xlsx", tmp_path / "out")
    assert 90_000 <= sample.lines <= 120_000
    assert (report["products"], report["stores"]) == (50, 5)
    assert report["rows_read"] == sample.lines + sum(sample.dirty.values())
    assert report["rows_read"] == report["rows_accepted"] + report["rows_rejected"] + report["rows_repeated"]
    assert {code: report["findings"][code] for code in sample.dirty} == sample.dirty
