"""Forecasts: the cache, looked up; what it does not hold is asked for."""

from collections.abc import Iterator
from functools import partial
from threading import Lock
from typing import Annotated, Any, Literal

import msgspec
from anyio import to_thread
from cachetools import TTLCache
from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from foresail import deployment
from foresail.clock import now
from foresail.paging import Page
from foresail.queries.forecasts import NAMED_MAX, QUANTILES, Lookup, Question
from foresail.warehouse import forecasts
from foresail.warehouse.connecting import look_up
from foresail.warehouse.forecasts import Cache

from foresail_web import asking, guards
from foresail_web.airflow_api import Airflow, run_address
from foresail_web.lists import Paged, Search
from foresail_web.models.forecasts import ForecastPage
from foresail_web.routing import noun

router = noun("/forecasts", "forecasts", dependencies=[guards.may_read_forecasts])
Products = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=255)]],
    Query(
        max_length=NAMED_MAX,
        description="A product's name, as often as products are wanted; all, by pages, if left out.",
        examples=[["Orange Juice Small"]],
    ),
]
Store = Annotated[
    str | None,
    Query(
        min_length=1, max_length=255, description="One store; all together if left out.", examples=["North"]
    ),
]
Horizon = Annotated[
    int | None, Query(description="Steps ahead, 1 to 90; what is published if left out.", examples=[28])
]
Quantiles = Annotated[
    list[Literal["q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975"]],
    Query(description="Quantiles that are wanted; all nine if left out.", examples=[["q10", "q90"]]),
]
JSON = "application/json"
REMEMBERED_SECONDS = 1.0
_remembered: TTLCache[str, Cache] = TTLCache(maxsize=1, ttl=REMEMBERED_SECONDS)
_asking = Lock()


@router.get(
    "",
    response_model=ForecastPage,
    responses={
        202: {"model": ForecastPage, "description": "Some are missing, and a run for them is under way."},
        304: {"description": "Nothing has changed since the answer with the ETag that was sent along."},
    },
)
async def get_forecasts(
    request: Request,
    airflow: Airflow,
    page: Paged,
    product: Products = [],  # noqa: B006
    store: Store = None,
    horizon: Horizon = None,
    quantiles: Quantiles = [],  # noqa: B006
    search: Search = "",
) -> Response:
    """Published forecasts: per product its status and why, where they come from, and units a step.

    What the published run does not reach is taken from a run made for such a question; else the model server
    is asked, where one is set, or a run is started: 202, with its address as Location and in `runs`. Asking
    again does not start another.
    """
    question = Question(tuple(product), store, horizon, wanted(quantiles), search)
    cache, lookup, first = await to_thread.run_sync(
        _look_up, request.headers.get("if-none-match"), question, page
    )
    if lookup is not None and await asking.ask_model_server(request, lookup):
        cache, lookup, first = await to_thread.run_sync(_look_again, question, page)
    headers = {"ETag": _etag(cache), "Cache-Control": "private, no-cache"}
    if lookup is None:
        return Response(status_code=304, headers=headers)
    run = await asking.ensure_asked(request, airflow, lookup) if lookup.missing else None
    if run is not None:
        headers = {"Location": run_address(run), "Retry-After": "10"}
        end = b'],"runs":' + msgspec.json.encode([run]) + b"}"
        return StreamingResponse(_tell(lookup, first, end), 202, headers, JSON)
    if len(lookup.batches) > 1:
        return StreamingResponse(_tell(lookup, first, b"]}"), 200, headers, JSON)
    return Response(b"".join(_tell(lookup, first, b"]}")), 200, headers, JSON)


def wanted(quantiles: list[str]) -> tuple[str, ...]:
    """The quantiles that are asked for, each once; all of them where none is named."""
    return tuple(dict.fromkeys(quantiles)) or QUANTILES


def _look_up(etag: str | None, question: Question, page: Page) -> tuple[Cache, Lookup | None, list]:
    """The cache's state, and what was found with its first batch, unless its ETag is known already."""
    cache = _cache_of_now()
    if etag is not None and etag == _etag(cache):
        return cache, None, []
    lookup = Lookup(cache, question, now().date())

    def read(connection: Any) -> list:
        lookup.find(connection, page)
        return lookup.read(connection, lookup.batches[0]) if lookup.batches else []

    return cache, lookup, look_up(deployment.warehouse(), read)


def _look_again(question: Question, page: Page) -> tuple[Cache, Lookup | None, list]:
    """Look up what has just been written."""
    with _asking:
        _remembered.clear()
    return _look_up(None, question, page)


def _cache_of_now() -> Cache:
    """The cache's state, as it was a second ago at most."""
    with _asking:
        known = _remembered.get("cache")
        if known is None:
            known = _remembered["cache"] = look_up(deployment.warehouse(), forecasts.read_cache)
        return known


def _tell(lookup: Lookup, first: list, end: bytes) -> Iterator[bytes]:
    """The answer as JSON, batch by batch; no connection is held while a slow reader takes one."""
    yield b'{"total":%d,"forecasts":[' % lookup.total
    yield b",".join(map(msgspec.json.encode, first))
    for batch in lookup.batches[1:]:
        told = look_up(deployment.warehouse(), partial(lookup.read, batch=batch))
        yield b"," + b",".join(map(msgspec.json.encode, told))
    yield end


def _etag(cache: Cache) -> str:
    """What an answer rests on: it changes with the run, the data, the champion, a run on request, the day."""
    run_id = cache.run["run_id"] if cache.run else 0
    parts = (run_id, cache.data_version, cache.champion_id, cache.answer_id, now().date())
    return f'"{"-".join(map(str, parts))}"'
