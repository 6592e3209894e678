"""Reads the backtest of one product."""

from typing import Any

from foresail.airflow import connections
from foresail.warehouse import backtests
from foresail.warehouse.connecting import look_up


def read_backtest(product: str, store: str | None = None) -> dict[str, Any]:
    """The leaderboard of one product in the published run.

    Raises UnknownProduct, UnknownStore, NotForecast.
    """
    return look_up(
        connections.warehouse(), lambda connection: backtests.read_backtest(connection, product, store)
    )
