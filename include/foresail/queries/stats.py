"""The state of everything in one answer: the data, the published forecasts and how good they were."""

import json
from typing import Any

from sqlalchemy import Connection, Integer, RowMapping, cast, func, select

from foresail.warehouse import models, uploads
from foresail.warehouse.forecasts import ALL_STORES, published_run
from foresail.warehouse.tables import daily_demand, forecast_series, products, sales, stores


def read_stats(connection: Connection) -> dict[str, Any]:
    """Span and size of the data, the published run and its accuracy in the backtest."""
    run = published_run(connection)
    return {
        "data": _data(connection),
        "forecasts": None if run is None else _forecasts(connection, run),
        "accuracy": {} if run is None else _accuracy(connection, run["model_id"]),
    }


def _data(connection: Connection) -> dict[str, Any]:
    first, last = connection.execute(select(func.min(daily_demand.c.day), func.max(daily_demand.c.day))).one()
    newest = uploads.latest(connection)
    return {
        "first_day": first,
        "last_day": last,
        "rows": _count(connection, sales),
        "products": _count(connection, products),
        "stores": _count(connection, stores),
        "data_version": uploads.data_version(connection),
        "last_upload_at": newest["uploaded_at"] if newest else None,
    }


def _forecasts(connection: Connection, run: RowMapping) -> dict[str, Any]:
    gaps = models.get(connection, run["snapshot_model_id"])["gaps"]
    return {
        **run,
        **_run_counts(connection, run["run_id"]),
        "gaps": json.loads(gaps) if gaps else None,
    }


def _run_counts(connection: Connection, run_id: int) -> dict[str, int]:
    held = select(func.count(), func.sum(cast(forecast_series.c.fell_back, Integer))).where(
        forecast_series.c.run_id == run_id, forecast_series.c.store_id == ALL_STORES
    )
    total, fell_back = connection.execute(held).one()
    return {"products": total, "fell_back": int(fell_back or 0)}


def _accuracy(connection: Connection, model_id: int) -> dict[str, float]:
    figures = {
        (row["method"], row["name"]): row["value"]
        for row in models.read_metrics(connection, model_id)
        if row["segment"] == "all"
    }
    wanted = {
        "wape": ("chosen", "wape"),
        "wape_seasonal_naive": ("seasonal_naive", "wape"),
        "bias": ("chosen", "bias"),
        "coverage_80": ("chosen", "coverage_80"),
        "coverage_95": ("chosen", "coverage_95"),
        "pinball": ("chosen", "pinball"),
    }
    return {name: figures[key] for name, key in wanted.items() if key in figures}


def _count(connection: Connection, table: Any) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
