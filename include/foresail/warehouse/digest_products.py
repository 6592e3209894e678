"""The products of a digest: which someone chose, and what is forecast of each, now and the time before."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from foresail.naming import name_key
from foresail.warehouse import attributes
from foresail.warehouse.runs import ALL_STORES
from foresail.warehouse.subscribers import About
from foresail.warehouse.tables import daily_demand, forecast_runs, forecast_series, products, sales, stores


@dataclass(frozen=True)
class Row:
    """A product: units of its next week or month, and what the run that was published before said."""

    name: str
    units: float
    before: float | None


def find(connection: Connection, about: About) -> set[int]:
    """The products that are any of what is named; names that nothing has are passed over."""
    kinds = [attributes.has(attributes.CATEGORY, category) for category in about.categories]
    if about.products:
        kinds.append(products.c.key.in_([name_key(name) for name in about.products]))
    if about.stores:
        keys = [name_key(name) for name in about.stores]
        sold = select(daily_demand.c.product_id).join(stores, stores.c.id == daily_demand.c.store_id)
        kinds.append(products.c.id.in_(sold.where(stores.c.key.in_(keys))))
    if about.producers:
        held = select(sales.c.product_id).where(sales.c.producer.in_(about.producers))
        kinds.append(products.c.id.in_(held))
    return set(connection.execute(select(products.c.id).where(or_(*kinds))).scalars()) if kinds else set()


def largest(connection: Connection, run_id: int, chosen: Collection[int] | None) -> list[Row]:
    """Every product of a run that is chosen, or all, by the units of its next week or month."""
    held = forecast_series.c
    query = (
        select(held.product_id, products.c.name, held.units_ahead)
        .join(products, products.c.id == held.product_id)
        .where(held.run_id == run_id, held.store_id == ALL_STORES)
        .order_by(held.units_ahead.desc(), products.c.name)
    )
    before = _read_before(connection, run_id)
    return [
        Row(name, units, before.get(product_id))
        for product_id, name, units in connection.execute(query)
        if chosen is None or product_id in chosen
    ]


def _read_before(connection: Connection, run_id: int) -> dict[int, float]:
    """What the run that was published before said of each product; nothing where there was none."""
    kept = forecast_runs.c
    earlier = select(kept.id).where(
        kept.id < run_id, kept.published_at.is_not(None), ~kept.on_request, kept.thinned_at.is_(None)
    )
    number = connection.execute(earlier.order_by(kept.id.desc()).limit(1)).scalar()
    held = forecast_series.c
    query = select(held.product_id, held.units_ahead).where(
        held.run_id == number, held.store_id == ALL_STORES
    )
    return dict(connection.execute(query).tuples().all())
