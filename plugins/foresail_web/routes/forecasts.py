"""Forecasts: looked up in the cache; what it lacks is requested."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from anyio import to_thread
from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from foresail.quantiles import NAMES
from foresail.queries import forecasts as queries
from foresail.queries.backtests import read_backtest
from foresail.queries.forecasts import NAMED_MAX, Answers, Lookup, Question
from foresail.queries.uploads import RunOfDag
from foresail.settings import HORIZON_MAX

from foresail_web import response_cache
from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.airflow import forecast_requests
from foresail_web.airflow.rest_api import Airflow, AirflowApi, run_address
from foresail_web.lists import Paged, Search
from foresail_web.schemas.backtests import BacktestResponse
from foresail_web.schemas.forecasts import ForecastPage

router = noun("/forecasts", "forecasts", dependencies=[permissions.may_read_forecasts])
Products = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=255)]],
    Query(
        max_length=NAMED_MAX,
        description="A product's name; repeat it for several products. By default, all products, in pages.",
        examples=[["Orange Juice Small"]],
    ),
]
Store = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=255,
        description="One store; by default, all stores together.",
        examples=["North"],
    ),
]
Horizon = Annotated[
    int | None,
    Query(
        description=f"Steps ahead, 1 to {HORIZON_MAX}; by default, as many as are published.", examples=[28]
    ),
]
Quantiles = Annotated[
    list[Literal[NAMES]],  # type: ignore[valid-type]  # one place names them: foresail.quantiles
    Query(description="The quantiles to return; by default, all of them.", examples=[["q10", "q90"]]),
]
JSON = "application/json"


@router.get(
    "",
    response_model=ForecastPage,
    responses={
        202: {
            "model": ForecastPage,
            "description": "Some products are missing; a run that forecasts them has started.",
        },
        304: {"description": "Nothing has changed since the answer with the ETag you sent."},
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
    state = await response_cache.read_state()
    etag = response_cache.etag(state)
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=_headers(etag))
    if (answer := response_cache.find_answer(etag, question)) is not None:
        return Response(answer, 200, _headers(etag), JSON)
    lookup, first = await to_thread.run_sync(queries.find, state, question, page)
    if await forecast_requests.ask_model_server(request, lookup):
        await response_cache.forget_state()
        state = await response_cache.read_state()
        etag = response_cache.etag(state)
        lookup, first = await to_thread.run_sync(queries.find, state, question, page)
    run = await forecast_requests.ensure_requested(request, airflow, lookup) if lookup.missing else None
    if run is not None:
        headers = {"Location": run_address(run), "Retry-After": "10"}
        return StreamingResponse(_tell(lookup, first, await _end_with(run, airflow)), 202, headers, JSON)
    if len(lookup.batches) > 1:
        return StreamingResponse(_tell(lookup, first, b"]}"), 200, _headers(etag), JSON)
    answer = b"".join(_tell(lookup, first, b"]}"))
    if question.products and not question.search and not lookup.missing:
        response_cache.keep_answer(answer, etag, question)
    return Response(answer, 200, _headers(etag), JSON)


@router.get("/backtest", response_model=BacktestResponse)
def get_backtest(
    product: Annotated[
        str, Query(min_length=1, max_length=255, description="A product's name.", examples=["Tea"])
    ],
    store: Store = None,
) -> dict[str, Any]:
    """What every method would have missed on one product's backtest, and what was chosen there."""
    return read_backtest(product, store)


def wanted(quantiles: list[str]) -> tuple[str, ...]:
    """The quantiles that are asked for, each once; all of them where none is named."""
    return tuple(dict.fromkeys(quantiles)) or NAMES


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "private, no-cache"}


async def _end_with(run: RunOfDag, airflow: AirflowApi) -> bytes:
    """The end of an answer that names a run, and how far it is."""
    told = {**vars(run), **await airflow.run_state(run.dag_id, run.dag_run_id)}
    return b'],"runs":' + msgspec.json.encode([told]) + b"}"


def _tell(lookup: Lookup, first: Answers, end: bytes) -> Iterator[bytes]:
    """The answer as JSON, batch by batch; no connection is held while a slow reader takes one."""
    yield b'{"total":%d,"forecasts":[' % lookup.total
    yield b",".join(map(msgspec.json.encode, first))
    for batch in lookup.batches[1:]:
        bodies = queries.read(lookup, batch)
        yield b"," + b",".join(map(msgspec.json.encode, bodies))
    yield end
