"""The state of everything in one answer; nothing that grows with the sales is counted anew for it."""

from sqlalchemy import Connection, Integer, Table, cast, func, select

from foresail.metrics import SHARES
from foresail.warehouse import models, uploads
from foresail.warehouse.products import has_sales
from foresail.warehouse.runs import ALL_STORES, Run, get_published
from foresail.warehouse.shapes import DataStats, ForecastStats, Stats
from foresail.warehouse.tables import daily_demand, forecast_series, products, stores


def read_stats(connection: Connection) -> Stats:
    """Span and size of the data, the published run and its accuracy in the backtest."""
    run = get_published(connection)
    return {
        "data": _data(connection),
        "forecasts": None if run is None else _forecasts(connection, run),
        "accuracy": {} if run is None else _accuracy(connection, run.model_id),
    }


def _data(connection: Connection) -> DataStats:
    first, last = connection.execute(select(func.min(daily_demand.c.day), func.max(daily_demand.c.day))).one()
    newest = uploads.latest(connection)
    return {
        "first_day": first,
        "last_day": last,
        "rows": uploads.count_sales(connection),
        "products": _count_products(connection),
        "stores": _count(connection, stores),
        "data_version": uploads.data_version(connection),
        "last_upload_at": newest.uploaded_at if newest else None,
    }


def _forecasts(connection: Connection, run: Run) -> ForecastStats:
    gaps = models.get(connection, run.snapshot_model_id).read_gaps()
    products_held, fell_back = _run_counts(connection, run.run_id)
    return {
        "run_id": run.run_id,
        "model_id": run.model_id,
        "data_version": run.data_version,
        "as_of": run.as_of,
        "horizon": run.horizon,
        "frequency": run.frequency,
        "published_at": run.published_at,
        "products": products_held,
        "fell_back": fell_back,
        "gaps": gaps,
    }


def _run_counts(connection: Connection, run_id: int) -> tuple[int, int]:
    held = select(func.count(), func.sum(cast(forecast_series.c.fell_back, Integer))).where(
        forecast_series.c.run_id == run_id, forecast_series.c.store_id == ALL_STORES
    )
    total, fell_back = connection.execute(held).one()
    return total, int(fell_back or 0)


def _accuracy(connection: Connection, model_id: int) -> dict[str, float]:
    chosen = models.read_chosen(connection, model_id)
    fields = {name: chosen[name] for name in SHARES if name in chosen}
    naive = models.read_headlines(connection, [model_id])[model_id].wape_seasonal_naive
    return fields if naive is None else {**fields, "wape_seasonal_naive": naive}


def _count_products(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(products).where(has_sales())).scalar_one()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
