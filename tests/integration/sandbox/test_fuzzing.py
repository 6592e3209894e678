"""Hostile until proved otherwise: mutated files, and every workbook of the corpus, end in an answer."""

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from foresail.actions import uploads
from foresail.clock import now
from foresail.errors import WorkbookRefused
from foresail.intake.options import ReadingOptions
from foresail.intake.stored_checks import StoredCheck
from foresail.storage.keys import upload_key
from foresail.storage.objects import Storage
from foresail.warehouse.connecting import reading
from foresail.warehouse.uploads import get
from fsspec.implementations.local import LocalFileSystem

from tests.fuzzing import fuzz, make_seeds
from tests.requirements import real_data

SECOND_COUNT = 40


def test_mutated_workbooks_end_in_a_report_or_a_refusal(tmp_path):
    outcomes = fuzz(make_seeds(tmp_path), count=60, seed=3)
    assert sum(outcomes.values()) == 60
    assert {outcome for _, outcome in outcomes} >= {"accepted", "not-a-workbook"}


def test_mutated_old_workbooks_end_in_a_report_or_a_refusal():
    seeds = [
        real_data(f"bad-workbooks/{name}")
        for name in ("readxl/iris-excel-xls.xls", "calamine/issue_419.xlsb")
    ]
    assert sum(fuzz(seeds, SECOND_COUNT, seed=5).values()) == SECOND_COUNT


@pytest.mark.timeout(900)
def test_the_api_and_the_dag_say_the_same_of_every_workbook_of_the_corpus(deployed_small, tmp_path):
    """What POST /uploads answers is what foresail_ingest finds, for good files and for bad ones."""
    folder = real_data("bad-workbooks")
    files = sorted(
        path for path in folder.rglob("*") if path.suffix in (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")
    )
    assert len(files) > 150

    def say(check):
        try:
            return check()
        except WorkbookRefused as refused:
            return refused.code, refused.message, refused.hint, refused.details

    def compare(path):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        in_the_dag = Storage(LocalFileSystem(), str(tmp_path / sha256))
        in_the_dag.write_file(upload_key(sha256), path)

        def upload():
            accepted = uploads.accept(path, sha256, file_name=path.name, who="ann")
            with reading(deployed_small.engine) as connection:
                options = ReadingOptions.from_json(get(connection, accepted.upload_id).reading)
            return StoredCheck(deployed_small.storage, sha256, options).report()

        def ingest():
            check = StoredCheck(in_the_dag, sha256, ReadingOptions())
            check.ensure(now().date())
            return check.report()

        told = say(upload)
        assert told == say(ingest), path.name
        return told[0] if isinstance(told, tuple) else "accepted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = Counter(pool.map(compare, files))
    assert sum(outcomes.values()) == len(files)
    assert set(outcomes) <= {
        "accepted",
        "empty-workbook",
        "no-usable-rows",
        "not-a-workbook",
        "undecidable-dates",
        "unmapped-header",
        "workbook-too-costly",
    }
