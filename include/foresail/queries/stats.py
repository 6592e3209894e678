"""Reads the state of everything in one answer: the data, the published forecasts and how good they were."""

from typing import Any

from sqlalchemy import Connection

from foresail.queries.transaction import question
from foresail.warehouse import stats


@question
def read_stats(connection: Connection) -> dict[str, Any]:
    """Span and size of the data, the published run and its accuracy in the backtest."""
    return stats.read_stats(connection)
