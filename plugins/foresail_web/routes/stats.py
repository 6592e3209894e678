"""Stats: the state of everything in one answer."""

from typing import Any

from anyio import to_thread
from fastapi import Request
from foresail.queries import stats as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.stats import StatsResponse

router = noun("/stats", "stats", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=StatsResponse)
async def get_stats(request: Request) -> dict[str, Any]:
    """Span and size of the data, the published forecasts, and how good they were in the backtest.

    `may_forecast` says whether the caller may ask for forecasts beyond those.
    """
    told = await to_thread.run_sync(queries.read_stats)
    return {**told, "may_forecast": await permissions.asks_for_forecasts.opens_for(request)}
