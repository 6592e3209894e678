"""Reads the backtest of one product: the figures of every method and of the chosen one."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from foresail.errors import NotForecast
from foresail.warehouse import models, products, stores
from foresail.warehouse.runs import ALL_STORES, get_published
from foresail.warehouse.tables import forecast_series

CHOSEN, HELD_OUT = "chosen", "held_out"
ORIGIN = ("run_id", "model_id", "as_of", "frequency")


def read_backtest(connection: Connection, product: str, store: str | None = None) -> dict[str, Any]:
    """The leaderboard of one product in the published run: the chosen forecast first, then the least WAPE.

    Raises UnknownProduct, UnknownStore, NotForecast. A product that was not backtested has no `methods`.
    """
    found = products.find(connection, product)
    shop = stores.find(connection, store) if store else None
    run = get_published(connection)
    series = forecast_series.c
    query = select(
        series.method, series.method_label, series.demand_class, series.reason, series.backtest
    ).where(
        series.run_id == (run.run_id if run else 0),
        series.store_id == (shop.id if shop else ALL_STORES),
        series.product_id == found.id,
    )
    row = connection.execute(query).mappings().first()
    if run is None or row is None:
        raise NotForecast(
            f"{found.name} has no published forecast, and so no backtest.",
            "It will have one after the next run that covers it.",
        )
    body = dict(row)
    figures = msgspec.json.decode(body.pop("backtest") or "{}")
    return {
        "product": found.name,
        "store": shop.name if shop else None,
        **{name: getattr(run, name) for name in ORIGIN},
        **body,
        "methods": _rank(figures, models.get(connection, run.model_id).read_labels()),
    }


def _rank(figures: dict[str, dict[str, float | None]], labels: dict[str, str]) -> list[dict[str, Any]]:
    held_out = figures.pop(HELD_OUT, None) or {}
    rows: list[dict[str, Any]] = [
        {"method": name, "method_label": labels.get(name), **measured}
        for name, measured in figures.items()
        if measured["mase"] is not None
    ]
    ranked = sorted(rows, key=lambda row: (row["method"] != CHOSEN, _least(row["wape"]), _least(row["mase"])))
    return [{**row, **held_out} if row["method"] == CHOSEN else row for row in ranked]


def _least(figure: float | None) -> float:
    return float("inf") if figure is None else figure
