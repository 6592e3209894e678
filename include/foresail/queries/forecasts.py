"""Looks up forecasts in the cache."""

from typing import Any

from sqlalchemy import Connection, Table, select

from foresail.errors import HorizonOutOfRange, NotForecast
from foresail.queries.products import find, find_store
from foresail.warehouse.forecasts import BY_STORE, OVER_ALL, published_run

QUANTILES = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")


def read_forecast(
    connection: Connection, product: str, horizon: int | None = None, store: str | None = None
) -> dict[str, Any]:
    """The published forecast of a product, over all stores or in one, with where it comes from.

    Raises UnknownProduct, UnknownStore, HorizonOutOfRange, or NotForecast where no published run holds it.
    """
    known = find(connection, product)
    place = find_store(connection, store) if store else None
    reasons, numbers = BY_STORE if place else OVER_ALL
    run = published_run(connection)
    if run is None:
        raise NotForecast(
            "No forecasts are published yet.", "Upload a workbook, or see how its pipeline goes on."
        )
    horizon = run["horizon"] if horizon is None else horizon
    if not 1 <= horizon <= run["horizon"]:
        raise HorizonOutOfRange(
            f"The published forecasts reach 1 to {run['horizon']} {run['frequency']}s ahead, not {horizon}.",
            "Ask for fewer, or have FORESAIL_HORIZON raised.",
        )
    whose = {"run_id": run["run_id"], "product_id": known["id"]} | (
        {"store_id": place["id"]} if place else {}
    )
    why = _why(connection, reasons, whose)
    if why is None and place:
        raise NotForecast(
            f"{known['name']!r} is not forecast in {place['name']!r}.",
            "Set FORESAIL_SERIES to product-store; a product is forecast in the stores that sold it.",
        )
    if why is None:
        raise NotForecast(
            f"{known['name']!r} is not in run {run['run_id']}: it was first sold after that run's data.",
            "It is forecast as soon as the running pipeline ends.",
        )
    query = (
        select(numbers.c.day, numbers.c.mean, *(numbers.c[name] for name in QUANTILES))
        .where(*(numbers.c[name] == value for name, value in whose.items()))
        .order_by(numbers.c.day)
        .limit(horizon)
    )
    days = [dict(row) for row in connection.execute(query).mappings()]
    names = {"product": known["name"], "store": place["name"] if place else None}
    return {**names, **dict(run), **dict(why), "days": days}


def _why(connection: Connection, reasons: Table, whose: dict[str, int]) -> Any:
    columns = [column for column in reasons.c if column.name not in ("run_id", "product_id", "store_id")]
    query = select(*columns).where(*(reasons.c[name] == value for name, value in whose.items()))
    return connection.execute(query).mappings().first()
