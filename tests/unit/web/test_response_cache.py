"""Answers are given again while what they rest on is as it was, and take no more memory than their limit."""

from dataclasses import replace
from datetime import datetime

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from foresail.queries.forecasts import CacheState, Question
from foresail.warehouse.runs import Run

from tests.unit.test_docs import PROJECT

NOW = datetime(2026, 3, 1)
RUN = Run(4, 2, 2, 28, NOW, False, None, "predict-1", NOW.date(), 7, "day")
STATE = CacheState(RUN, data_version=7, champion_id=2, answers=9)
ANSWER = b"tea" * 100
CHANGED = (
    {"run": replace(RUN, run_id=5)},
    {"run": None},
    {"data_version": 8},
    {"champion_id": 3},
    {"answers": 10},
)


@pytest.fixture
def response_cache(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import response_cache

    for kept in (response_cache._answers, response_cache._state):
        kept.clear()
    yield response_cache
    for kept in (response_cache._answers, response_cache._state):
        kept.clear()


@pytest.mark.parametrize("changed", CHANGED, ids=str)
def test_an_answer_is_given_again_until_what_it_rests_on_changes(response_cache, changed):
    response_cache.keep_answer(ANSWER, response_cache.etag(STATE), Question(("tea",)))
    assert response_cache.find_answer(response_cache.etag(replace(STATE)), Question(("tea",))) == ANSWER
    assert response_cache.find_answer(response_cache.etag(STATE), Question(("tea",), horizon=3)) is None
    assert (
        response_cache.find_answer(response_cache.etag(replace(STATE, **changed)), Question(("tea",))) is None
    )


def test_answers_make_room_for_newer_ones_within_their_limit(response_cache):
    size = response_cache.ANSWERS_MAX_BYTES // 8
    for number in range(6):
        response_cache.keep_answer(bytes(size), "etag", Question(horizon=number))
    kept = [response_cache.find_answer("etag", Question(horizon=number)) is not None for number in range(6)]
    assert kept == [False, False, True, True, True, True]
    response_cache.keep_answer(bytes(response_cache.ANSWERS_MAX_BYTES), "etag", Question())
    assert response_cache.find_answer("etag", Question()) is None


def test_a_question_that_is_longer_than_its_answer_is_not_kept(response_cache):
    wordy = Question(tuple("tea" + " " * number for number in range(100)))
    response_cache.keep_answer(ANSWER, "etag", wordy)
    assert response_cache.find_answer("etag", wordy) is None


def test_a_state_read_before_something_was_written_is_not_told_after_it(response_cache, monkeypatch):
    states, reads, written = [STATE, replace(STATE, answers=10)], anyio.Event(), anyio.Event()

    async def read_slowly(_) -> CacheState:
        reads.set()
        await written.wait()
        return states.pop(0)

    async def ask() -> CacheState:
        async with anyio.create_task_group() as group:
            group.start_soon(response_cache.read_state)
            await reads.wait()
            group.start_soon(response_cache.forget_state)
            await anyio.lowlevel.checkpoint()
            written.set()
        return await response_cache.read_state()

    monkeypatch.setattr(response_cache.to_thread, "run_sync", read_slowly)
    with start_blocking_portal() as portal:  # a loop of its own: a browser's may run in this thread
        assert portal.call(ask).answers == 10
