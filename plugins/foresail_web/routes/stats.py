"""Stats: the state of everything in one answer."""

from typing import Any

from foresail import deployment
from foresail.queries import stats as queries
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.models.stats import StatsResponse
from foresail_web.routing import noun

router = noun("/stats", "stats", dependencies=[guards.may_read_forecasts])


@router.get("", response_model=StatsResponse)
def get_stats() -> dict[str, Any]:
    """Span and size of the data, the published forecasts, and how good they were in the backtest."""
    with reading(deployment.warehouse()) as connection:
        return queries.read_stats(connection)
