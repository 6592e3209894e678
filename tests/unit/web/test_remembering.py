"""Answers are given again while what they rest on is as it was, and take no more memory than their limit."""

from dataclasses import replace
from unittest.mock import sentinel

import pytest
from foresail.warehouse.forecasts import Cache

from tests.unit.test_docs import PROJECT

STATE = Cache({"run_id": 4}, data_version=7, champion_id=2, answer_id=9)
CHANGED = (
    {"run": {"run_id": 5}},
    {"run": None},
    {"data_version": 8},
    {"champion_id": 3},
    {"answer_id": 10},
)


@pytest.fixture
def remembering(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import remembering

    remembering._answers.clear()
    yield remembering
    remembering._answers.clear()


@pytest.mark.parametrize("changed", CHANGED, ids=str)
def test_an_answer_is_given_again_until_what_it_rests_on_changes(remembering, changed):
    remembering.keep_answer(b"tea: 4", remembering.etag(STATE), sentinel.question)
    assert remembering.find_answer(remembering.etag(replace(STATE)), sentinel.question) == b"tea: 4"
    assert remembering.find_answer(remembering.etag(STATE), sentinel.other) is None
    assert remembering.find_answer(remembering.etag(replace(STATE, **changed)), sentinel.question) is None


def test_answers_make_room_for_newer_ones_within_their_limit(remembering):
    size = remembering.ANSWERS_MAX_BYTES // 8
    for number in range(6):
        remembering.keep_answer(bytes(size), "etag", number)
    kept = [remembering.find_answer("etag", number) is not None for number in range(6)]
    assert kept == [False, False, True, True, True, True]
    remembering.keep_answer(bytes(remembering.ANSWERS_MAX_BYTES), "etag", "too long")
    assert remembering.find_answer("etag", "too long") is None
