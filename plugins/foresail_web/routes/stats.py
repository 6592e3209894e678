"""Stats: the state of everything in one answer."""

from typing import Any

from foresail.queries import stats as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.stats import StatsResponse

router = noun("/stats", "stats", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=StatsResponse)
def get_stats() -> dict[str, Any]:
    """Span and size of the data, the published forecasts, and how good they were in the backtest."""
    return queries.read_stats()
