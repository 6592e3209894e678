"""Quantities far above the usual: asked about, answered, remembered; the same on both databases."""

from datetime import timedelta

import pytest
from foresail.actions import unusual
from foresail.errors import BadRequest, NothingToAnswer
from foresail.intake import questions
from foresail.jobs import ingesting
from foresail.queries import uploads as queries
from foresail.settings import read_settings
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import daily_demand
from sqlalchemy import func, select

from tests.factories import DAY, write_workbook

HEADER = ("Date", "Product Name", "Quantity")


def rows(days=30, first=0, slip=None, usual=12):
    return [
        (DAY - timedelta(days=90 - n - first), "Tea", slip if slip and n == 4 else usual) for n in range(days)
    ]


def sold(deployed):
    with reading(deployed.engine) as connection:
        return connection.execute(select(func.sum(daily_demand.c.quantity))).scalar() or 0


def ask(deployed, path):
    upload_id = deployed.accept(path)
    return upload_id, ingesting.validate(upload_id)


@pytest.fixture
def slipped(tmp_path):
    return write_workbook(tmp_path / "a.xlsx", rows(slip=99_999), header=HEADER)


def test_a_slip_waits_and_is_left_out_when_someone_says_so(deployed, slipped):
    upload_id, question = ask(deployed, slipped)
    assert question["subject"] == f"An unusual quantity in upload {upload_id}"
    assert "C6" in question["body"]
    assert "12 to 12" in question["body"]
    assert queries.read_upload(upload_id).unusual["waiting"][0]["quantity"] == 99_999
    unusual.answer(upload_id, {0: "drop"}, None, "ann", "page")
    ingesting.store(upload_id, question, None)
    assert sold(deployed) == 29 * 12
    told = queries.read_upload(upload_id).unusual
    assert (told["waiting"], told["decided"][0]["action"]) == ([], "drop")
    with pytest.raises(NothingToAnswer):
        unusual.answer(upload_id, {}, "keep", "ann", "page")


def test_an_answer_under_required_actions_keeps_it(deployed, slipped):
    upload_id, question = ask(deployed, slipped)
    told = {
        "chosen_options": [questions.AS_CHOSEN],
        "params_input": {questions.unusual_field_key(0): questions.KEPT},
        "who": "ann",
    }
    ingesting.store(upload_id, question, told)
    assert sold(deployed) == 29 * 12 + 99_999


def test_an_answer_is_remembered_when_the_history_is_sent_again(deployed, slipped, tmp_path):
    upload_id, question = ask(deployed, slipped)
    unusual.answer(upload_id, {}, "drop", "ann", "page")
    ingesting.store(upload_id, question, None)
    longer = write_workbook(tmp_path / "b.xlsx", [*rows(slip=99_999), *rows(2, first=30)], header=HEADER)
    again, question = ask(deployed, longer)
    assert question == {}
    ingesting.store(again, question, None)
    assert sold(deployed) == 31 * 12


def test_a_week_is_held_against_the_stored_past(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows(usual=500), header=HEADER))
    week = write_workbook(tmp_path / "b.xlsx", rows(5, first=30, slip=2900, usual=500), header=HEADER)
    assert ask(deployed, week)[1] == {}
    slip = write_workbook(tmp_path / "c.xlsx", rows(5, first=40, slip=3100, usual=700), header=HEADER)
    upload_id, question = ask(deployed, slip)
    assert question["unusual"][0]["name"].endswith("3,100")
    [told] = queries.read_upload(upload_id).unusual["waiting"]
    assert (told["usual_low"], told["usual_high"]) == (500, 500)


def test_nothing_is_asked_where_the_setting_keeps_them(deployed, slipped, monkeypatch):
    monkeypatch.setattr(unusual, "settings", lambda: read_settings({"FORESAIL_UNUSUAL": "keep"}))
    assert ask(deployed, slipped)[1] == {}


def test_answers_that_do_not_fit_are_refused_and_change_nothing(deployed, slipped):
    upload_id, _ = ask(deployed, slipped)
    for answers, rest in (({7: "keep"}, None), ({}, None), ({0: "halve"}, None), ({}, "halve")):
        with pytest.raises(BadRequest):
            unusual.answer(upload_id, answers, rest, "ann", "page")
    with reading(deployed.engine) as connection:
        assert uploads.get(connection, upload_id).unusual_waiting == 1


def test_a_file_whose_only_row_is_left_out_holds_nothing(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", rows(), header=HEADER))
    only = write_workbook(tmp_path / "b.xlsx", [(DAY, "Tea", 99_999)], header=HEADER)
    upload_id, question = ask(deployed, only)
    unusual.answer(upload_id, {}, "drop", "ann", "page")
    ingesting.store(upload_id, question, None)
    assert sold(deployed) == 30 * 12
