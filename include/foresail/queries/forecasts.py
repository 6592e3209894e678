"""Looks up forecasts in the cache."""

from typing import Any

from sqlalchemy import Connection, select

from foresail.errors import HorizonOutOfRange, NotForecast
from foresail.queries.products import find
from foresail.warehouse.forecasts import published_run
from foresail.warehouse.tables import forecast_products, forecasts

QUANTILES = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")


def read_forecast(connection: Connection, product: str, horizon: int | None = None) -> dict[str, Any]:
    """The published forecast of a product, with where it comes from.

    Raises UnknownProduct, HorizonOutOfRange, or NotForecast where no published run holds the product.
    """
    known = find(connection, product)
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
    why = _why(connection, run["run_id"], known["id"])
    if why is None:
        raise NotForecast(
            f"{known['name']!r} is not in run {run['run_id']}: it was first sold after that run's data.",
            "It is forecast as soon as the running pipeline ends.",
        )
    query = (
        select(forecasts.c.day, forecasts.c.mean, *(forecasts.c[name] for name in QUANTILES))
        .where(forecasts.c.run_id == run["run_id"], forecasts.c.product_id == known["id"])
        .order_by(forecasts.c.day)
        .limit(horizon)
    )
    days = [dict(row) for row in connection.execute(query).mappings()]
    return {"product": known["name"], **dict(run), **dict(why), "days": days}


def _why(connection: Connection, run_id: int, product_id: int) -> Any:
    columns = [column for column in forecast_products.c if column.name not in ("run_id", "product_id")]
    query = select(*columns).where(
        forecast_products.c.run_id == run_id, forecast_products.c.product_id == product_id
    )
    return connection.execute(query).mappings().first()
