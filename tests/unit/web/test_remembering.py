"""Answers are given again while what they rest on is as it was, and take no more memory than their limit."""

from dataclasses import replace

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from foresail.queries.forecasts import Question
from foresail.warehouse.forecasts import Cache

from tests.unit.test_docs import PROJECT

STATE = Cache({"run_id": 4}, data_version=7, champion_id=2, answers=9)
ANSWER = b"tea" * 100
CHANGED = (
    {"run": {"run_id": 5}},
    {"run": None},
    {"data_version": 8},
    {"champion_id": 3},
    {"answers": 10},
)


@pytest.fixture
def remembering(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import remembering

    for kept in (remembering._answers, remembering._state):
        kept.clear()
    yield remembering
    for kept in (remembering._answers, remembering._state):
        kept.clear()


@pytest.mark.parametrize("changed", CHANGED, ids=str)
def test_an_answer_is_given_again_until_what_it_rests_on_changes(remembering, changed):
    remembering.keep_answer(ANSWER, remembering.etag(STATE), Question(("tea",)))
    assert remembering.find_answer(remembering.etag(replace(STATE)), Question(("tea",))) == ANSWER
    assert remembering.find_answer(remembering.etag(STATE), Question(("tea",), horizon=3)) is None
    assert remembering.find_answer(remembering.etag(replace(STATE, **changed)), Question(("tea",))) is None


def test_answers_make_room_for_newer_ones_within_their_limit(remembering):
    size = remembering.ANSWERS_MAX_BYTES // 8
    for number in range(6):
        remembering.keep_answer(bytes(size), "etag", Question(horizon=number))
    kept = [remembering.find_answer("etag", Question(horizon=number)) is not None for number in range(6)]
    assert kept == [False, False, True, True, True, True]
    remembering.keep_answer(bytes(remembering.ANSWERS_MAX_BYTES), "etag", Question())
    assert remembering.find_answer("etag", Question()) is None


def test_a_question_that_is_longer_than_its_answer_is_not_kept(remembering):
    wordy = Question(tuple("tea" + " " * number for number in range(100)))
    remembering.keep_answer(ANSWER, "etag", wordy)
    assert remembering.find_answer("etag", wordy) is None


def test_a_state_read_before_something_was_written_is_not_told_after_it(remembering, monkeypatch):
    states, reads = [STATE, replace(STATE, answers=10)], anyio.Event()

    async def read_slowly(_) -> Cache:
        reads.set()
        await anyio.sleep(0.05)
        return states.pop(0)

    async def ask() -> Cache:
        async with anyio.create_task_group() as group:
            group.start_soon(remembering.read_state)
            await reads.wait()
            await remembering.forget_state()
        return await remembering.read_state()

    monkeypatch.setattr(remembering.to_thread, "run_sync", read_slowly)
    with start_blocking_portal() as portal:  # a loop of its own: a browser's may run in this thread
        assert portal.call(ask).answers == 10
