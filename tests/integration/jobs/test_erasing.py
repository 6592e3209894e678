"""The file of a withdrawn upload is erased for good; whatever is killed, and whoever sends it again."""

from datetime import timedelta

import pytest
from foresail.actions import erasing, uploads
from foresail.actions.erasing import NotErasable
from foresail.clock import now
from foresail.errors import BadRequest, UnknownUpload, UploadErased
from foresail.intake import erasing as erasing_files
from foresail.intake.options import ReadingOptions
from foresail.intake.stored_checks import StoredCheck
from foresail.jobs import collecting, maintaining
from foresail.monitoring.retention import Retention
from foresail.paging import Page
from foresail.queries import audit
from foresail.queries import uploads as queries
from foresail.settings import Settings
from foresail.storage.keys import upload_key
from foresail.warehouse import aliases, line_decisions, products
from foresail.warehouse.aliases import Answer
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.line_decisions import Line

from tests.factories import DAY, write_workbook

REASON = "It held the names of customers."


def rows(product="Tea", slip=3):
    return [
        (DAY - timedelta(days=n), product, slip if n == 4 else 3, 2, f"{product}{n}", "N", "P")
        for n in range(40)
    ]


@pytest.fixture
def book(tmp_path):
    return write_workbook(tmp_path / "a.xlsx", [*rows(), ("not a date", "Secret", 1, 2, "T", "N", "P")])


def withdraw(deployed, upload_id):
    uploads.withdraw(upload_id, "ann", may_withdraw_any=True)
    deployed.store(upload_id)


def test_no_object_of_an_erased_file_is_left_and_its_row_says_who_erased_it(deployed, book, tmp_path):
    other = deployed.ingest(write_workbook(tmp_path / "b.xlsx", rows("Milk")))
    before = set(deployed.storage.walk())
    deployed.storage.write_file("inbox/a.xlsx", book)
    assert collecting.collect() == []
    upload_id = other + 1
    deployed.store(upload_id)
    queries.mark_workbook(upload_id)
    withdraw(deployed, upload_id)
    assert set(deployed.storage.walk()) > before
    erasing.erase(upload_id, REASON, "ann")
    assert set(deployed.storage.walk()) == before
    told = queries.read_upload(upload_id)
    assert (told.report, told.upload.erased_by, told.upload.file_name) == (None, "ann", "a.xlsx")
    for read in (
        lambda: queries.read_findings(upload_id, Page(10)),
        lambda: queries.read_cells(upload_id, "Sales", "A2"),
        lambda: queries.mark_workbook(upload_id),
    ):
        with pytest.raises(UploadErased, match="was erased by ann"):
            read()
    [entry] = audit.search(Page(10), action="erase")["entries"]
    assert (entry["who"], entry["subject"], entry["after"]) == (
        "ann",
        f"upload {upload_id}",
        {"reason": REASON},
    )
    assert entry["before"]["file_name"] == "a.xlsx"
    maintaining.check(True)
    erasing.erase(upload_id, "Again.", "ben")
    assert audit.search(Page(10), action="erase")["total"] == 1


def test_answers_go_with_an_erased_file_but_for_those_that_other_uploads_go_by(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows()))
    answers = [Answer("Tae", "rename", "Tea"), Answer("Milk", "keep")]
    again = [(DAY - timedelta(days=n), "Tae", 3, 2, f"A{n}", "N", "P") for n in range(60)]
    sent = [*again, (DAY, "Milk", 1, 2, "M", "N", "P")]
    upload_id = deployed.ingest(write_workbook(tmp_path / "b.xlsx", sent), products=answers)
    days = [str(DAY - timedelta(days=n)) for n in (5, 50)]  # the first upload has sales of the former
    with writing(deployed.engine) as connection:
        lines = [(Line("tea", day, "n", 900.0), "drop") for day in days]
        line_decisions.record(connection, upload_id, lines, "ann", "page")
    told = queries.read_upload(upload_id)
    assert (len(told.products["decided"]), len(told.unusual["decided"])) == (2, 2)
    withdraw(deployed, upload_id)
    erasing.erase(upload_id, REASON, "ann")
    told = queries.read_upload(upload_id)
    assert (told.products["decided"], told.unusual["decided"]) == ([], [])
    with reading(deployed.engine) as connection:
        assert [line.day for line in line_decisions.read_span(connection, days[1], days[0])] == [days[0]]
        [alias] = aliases.search(connection, "", Page())["aliases"]
        assert (alias["name"], alias["target"]) == ("Tae", "Tea")
        assert sorted(products.read_names(connection).values()) == ["Milk", "Tea"]  # as docs/adr/0038 says


def test_a_file_whose_sales_count_is_not_erased(deployed, book):
    upload_id = deployed.ingest(book)
    with pytest.raises(NotErasable, match=f"Upload {upload_id} counts."):
        erasing.erase(upload_id, REASON, "ann")
    uploads.withdraw(upload_id, "ann", may_withdraw_any=True)
    with pytest.raises(NotErasable, match="still being removed"):
        erasing.erase(upload_id, REASON, "ann")
    deployed.store(upload_id)
    again = deployed.ingest(book)
    with pytest.raises(
        NotErasable, match=f"Upload {again} counts. It has the same file as upload {upload_id}."
    ):
        erasing.erase(upload_id, REASON, "ann")
    with pytest.raises(UnknownUpload):
        erasing.erase(again + 1, REASON, "ann")
    assert deployed.storage.exists(upload_key(queries.read_record(again).sha256))
    withdraw(deployed, again)
    erasing.erase(upload_id, REASON, "ann")
    assert [queries.read_record(number).erased_by for number in (upload_id, again)] == ["ann", "ann"]


def test_an_erasure_that_was_killed_is_finished_by_night_and_one_sent_again_since_stays(
    deployed, book, monkeypatch
):
    def killed(*_):
        raise KeyboardInterrupt

    def left():
        found = Retention(deployed.engine, deployed.storage, Settings(), now()).find()
        return [item for item in found if "which was erased" in item.words]

    upload_id = deployed.ingest(book)
    withdraw(deployed, upload_id)
    key = upload_key(queries.read_record(upload_id).sha256)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "erase_rest", killed)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(upload_id, REASON, "ann")
    [item] = left()
    assert deployed.storage.exists(key)
    again = deployed.ingest(book)
    assert again != upload_id
    item.delete()
    assert left() == []
    assert queries.read_upload(again).report["rows_accepted"] == 40
    withdraw(deployed, again)
    with monkeypatch.context() as patch:
        patch.setattr(erasing_files.Storage, "delete", killed)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(again, REASON, "ann")
    assert maintaining.thin(False) >= 1
    assert not deployed.storage.exists(key)
    assert left() == []


def test_a_file_that_is_erased_while_it_is_sent_again_is_refused_and_can_be_sent_once_more(
    deployed, book, monkeypatch
):
    upload_id = deployed.ingest(book)
    withdraw(deployed, upload_id)
    change = uploads.change

    def erase_first(who):
        erasing.erase(upload_id, REASON, "ann")
        return change(who)

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "change", erase_first)
        with pytest.raises(UploadErased, match="while it was being sent again"):
            deployed.accept(book)
    again = deployed.ingest(book)
    assert queries.read_upload(again).report["rows_accepted"] == 40


def test_a_check_that_a_reader_made_again_while_the_file_was_erased_goes_by_night(deployed_small, book):
    upload_id = deployed_small.ingest(book)
    withdraw(deployed_small, upload_id)
    upload = queries.read_record(upload_id)
    check = StoredCheck(deployed_small.storage, upload.sha256, ReadingOptions.from_json(upload.reading))
    erasing.erase(upload_id, REASON, "ann")
    check.make(book, upload.uploaded_at.date())
    assert maintaining.thin(False) == 1
    assert list(deployed_small.storage.walk()) == []


def test_a_file_whose_answers_are_refused_is_not_kept(deployed_small, book):
    with pytest.raises(BadRequest, match="not among the new products"):
        deployed_small.accept(book, products=(Answer("Coffee", "keep"),))
    assert deployed_small.storage.keys("uploads") == []
