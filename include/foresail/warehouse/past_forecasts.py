"""Past forecasts and what was sold on their steps; light to import, for whoever reads how good they were."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from foresail.warehouse.runs import ALL_STORES, SNAPSHOT
from foresail.warehouse.shapes import COMPARED, SUMMED
from foresail.warehouse.tables import (
    daily_demand,
    forecast_runs,
    forecast_series,
    models,
    outcome_parts,
    outcomes,
)


@dataclass(frozen=True)
class Outcome:
    """What became of one step of a run: units sold and forecast, and how many products' bands held them.

    `wape_backtest` is the product's own where the outcome is of one product; `name` that of a class,
    category or store where it is of those. The last seven are sums as table `outcomes` has them, null
    where they were not measured.
    """

    run_id: int
    model_id: int
    as_of: date
    day: date
    products: int
    sold: float
    forecast: float
    absolute_error: float
    inside_80: float
    inside_95: float
    frequency: str = "day"
    is_of_product: bool = False
    wape_backtest: float | None = None
    name: str = ""
    pinball: float | None = None
    scaled: float | None = None
    scaled_error: float | None = None
    naive_sold: float | None = None
    naive_forecast: float | None = None
    naive_error: float | None = None
    naive_compared: float | None = None


def read_outcomes(connection: Connection, since: date, until: date, kind: str | None = None) -> list[Outcome]:
    """A row a run and step, by day and then by the age of the run: of all products together.

    With a kind (`class`, `category`, `store`) a row for each of those, too, by name.
    """
    held = outcomes if kind is None else outcome_parts
    named = [] if kind is None else [outcome_parts.c.name]
    query = (
        select(
            held.c.run_id,
            forecast_runs.c.model_id,
            models.c.as_of,
            models.c.frequency,
            held.c.day,
            held.c.products,
            *(held.c[name] for name in (*SUMMED, *COMPARED)),
            *named,
        )
        .join(forecast_runs, forecast_runs.c.id == held.c.run_id)
        .join(models, models.c.id == SNAPSHOT)
        .where(held.c.day.between(since, until))
        .order_by(held.c.day, models.c.as_of, held.c.run_id, *named)
    )
    if kind is not None:
        query = query.where(outcome_parts.c.kind == kind)
    return [Outcome(**row) for row in connection.execute(query).mappings()]


@dataclass(frozen=True)
class PastSeries:
    """What a run forecast of one product over all stores, and what its errors are held against."""

    run_id: int
    steps: bytes
    wape: float | None
    naive: bytes | None
    mase_scale: float | None


def read_series_of(connection: Connection, product_id: int, run_ids: list[int]) -> list[PastSeries]:
    """The forecasts of a product in these runs."""
    held = forecast_series.c
    query = select(held.run_id, held.steps, held.wape, held.naive, held.mase_scale).where(
        held.run_id.in_(run_ids), held.store_id == ALL_STORES, held.product_id == product_id
    )
    return [PastSeries(**row) for row in connection.execute(query).mappings()]


def read_sold(connection: Connection, product_id: int) -> dict[date, float]:
    """Units of a product sold on each day, over all stores."""
    query = select(daily_demand.c.day, func.sum(daily_demand.c.quantity)).where(
        daily_demand.c.product_id == product_id
    )
    return dict(connection.execute(query.group_by(daily_demand.c.day)).tuples().all())


def last_day(connection: Connection) -> date | None:
    """The last day that anything was sold or returned on."""
    return connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
