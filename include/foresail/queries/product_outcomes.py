"""What became of one product's forecasts: each run's steps that have ended, against what was sold."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from foresail.stepping import first_day, last_day
from foresail.warehouse import forecasts
from foresail.warehouse.packing import NUMBERS, unpack
from foresail.warehouse.tables import daily_demand, forecast_series

BANDS = {"inside_80": ("q10", "q90"), "inside_95": ("q025", "q975")}


def read_outcomes(connection: Connection, product_id: int, since: date, until: date) -> list[dict[str, Any]]:
    """A row a run and step that begins from `since` to `until`, by day and then by the age of the run.

    As foresail_monitor keeps them of all products together, with the product's own `wape_backtest`; units.
    """
    newest = connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
    if newest is None:
        return []
    runs = {run["run_id"]: run for run in forecasts.list_public(connection, newest - forecasts.WATCHED)}
    held = forecast_series.c
    query = select(held.run_id, held.steps, held.wape).where(
        held.run_id.in_(runs), held.store_id == forecasts.ALL_STORES, held.product_id == product_id
    )
    sold = _read_sold(connection, product_id)
    found = [
        {**outcome, "run_id": run_id, "wape_backtest": wape, **_origin(runs[run_id])}
        for run_id, steps, wape in connection.execute(query)
        for outcome in _compare(runs[run_id], steps, sold, newest)
        if since <= outcome["day"] <= until
    ]
    return sorted(found, key=lambda row: (row["day"], row["as_of"], row["run_id"]))


def _origin(run: Mapping[str, Any]) -> dict[str, Any]:
    return {"model_id": run["model_id"], "as_of": run["as_of"]}


def _read_sold(connection: Connection, product_id: int) -> dict[date, float]:
    of_product = select(daily_demand.c.day, func.sum(daily_demand.c.quantity)).where(
        daily_demand.c.product_id == product_id
    )
    return dict(connection.execute(of_product.group_by(daily_demand.c.day)).tuples().all())


def _compare(
    run: Mapping[str, Any], packed: bytes, sold: Mapping[date, float], newest: date
) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(unpack(packed, run["horizon"]), 1):
        day = first_day(run["as_of"], run["frequency"], number)
        end = last_day(day, run["frequency"])
        if end > newest:
            return
        units = sum(sold.get(day + timedelta(days=ahead), 0.0) for ahead in range((end - day).days + 1))
        told = dict(zip(NUMBERS, step, strict=True))
        yield {
            "day": day,
            "products": 1,
            "sold": units,
            "forecast": told["mean"],
            "absolute_error": abs(told["q50"] - units),
            **{name: float(told[low] <= units <= told[high]) for name, (low, high) in BANDS.items()},
        }
