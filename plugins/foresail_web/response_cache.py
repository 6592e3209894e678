"""What a process keeps of the forecast cache: its state for a second, and answers (docs/adr/0017).

Only the event loop touches what is kept here.
"""

from asyncio import get_running_loop
from sys import getsizeof
from typing import Any

from anyio import Lock, to_thread
from cachetools import LRUCache, TTLCache
from foresail.clock import now
from foresail.queries.forecasts import CacheState, Question
from foresail.queries.forecasts import read_state as ask

STATE_SECONDS = 1.0
ANSWERS_MAX_BYTES = 32 * 1024**2
_state: TTLCache[str, CacheState] = TTLCache(maxsize=1, ttl=STATE_SECONDS)
_answers: LRUCache[tuple, bytes] = LRUCache(ANSWERS_MAX_BYTES, getsizeof=lambda answer: 2 * len(answer))
"""By ETag and question, which is no longer than its answer."""
_reading: dict[Any, Lock] = {}


async def read_state() -> CacheState:
    """The cache's state, as it was a second ago at most."""
    if (known := _state.get("now")) is not None:
        return known
    async with _lock():
        if (known := _state.get("now")) is None:
            known = _state["now"] = await to_thread.run_sync(ask)
        return known


async def forget_state() -> None:
    """Let the next reader see what has just been written, and not what a read under way has seen."""
    async with _lock():
        _state.clear()


def etag(state: CacheState) -> str:
    """What an answer rests on: the run, the data, the champion, how many runs are on request, the day."""
    run_id = state.run.run_id if state.run else 0
    parts = (run_id, state.data_version, state.champion_id, state.answers, now().date())
    return f'"{"-".join(map(str, parts))}"'


def find_answer(etag: str, question: Question) -> bytes | None:
    """The answer that was given to this question, while what it rests on is as it was."""
    return _answers.get((etag, question))


def keep_answer(answer: bytes, etag: str, question: Question) -> None:
    """Keep an answer in place of those that were asked for longest ago, unless its question is longer."""
    size = len(answer)
    if 2 * size <= ANSWERS_MAX_BYTES and sum(map(getsizeof, question.products)) <= size:
        _answers[(etag, question)] = answer


def _lock() -> Lock:
    return _reading.setdefault(get_running_loop(), Lock())
