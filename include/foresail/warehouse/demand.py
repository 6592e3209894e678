"""Daily demand: what was sold per product, day and store, recounted from the sales of the days touched."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import polars as pl
from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, literal, select

from foresail.warehouse import demand_days, storing_attributes
from foresail.warehouse.tables import daily_demand, products, sales, stores

# Days this close are recounted in one statement: closed days between them cost nothing.
SPAN_GAP = timedelta(days=7)
BATCH = 500


def recount(connection: Connection, days: Collection[date]) -> None:
    """Count the demand of these days anew. Returns are counted apart and never make demand negative."""
    sold = sales.c.quantity > 0
    priced = sold & sales.c.unit_price.is_not(None)
    units = func.sum(case((sold, sales.c.quantity), else_=0.0))
    paid = func.sum(case((priced, sales.c.quantity * sales.c.unit_price)))
    store = func.coalesce(sales.c.store_id, 0)
    counted = select(
        sales.c.product_id,
        sales.c.day,
        store,
        units,
        func.sum(case((sold, 0.0), else_=-sales.c.quantity)),
        paid * (units / func.sum(case((priced, sales.c.quantity)))),
        func.sum(case((sold, 1), else_=0)),
        func.min(sales.c.stock),
    ).group_by(sales.c.product_id, sales.c.day, store)
    for first, last in _spans(days):
        connection.execute(delete(daily_demand).where(daily_demand.c.day.between(first, last)))
        rows = counted.where(sales.c.day.between(first, last))
        connection.execute(insert(daily_demand).from_select(list(daily_demand.c), rows))
    demand_days.record(connection, days)


def _spans(days: Collection[date]) -> Iterator[tuple[date, date]]:
    ordered = sorted(days)
    if not ordered:
        return
    first = last = ordered[0]
    for day in ordered[1:]:
        if day - last > SPAN_GAP:
            yield first, last
            first = day
        last = day
    yield first, last


SCHEMA = {
    "product_id": pl.Int64,
    "store_id": pl.Int64,
    "key": pl.String,
    "ds": pl.Date,
    "y": pl.Float64,
    "price": pl.Float64,
}


def read(connection: Connection, product_ids: Sequence[int], by_store: bool = False) -> pl.DataFrame:
    """Daily demand of products over all stores, and in each store where that is asked for.

    Columns: product_id, store_id (0: all stores), key, ds, y (units), price (what a unit cost that day; null
    where no price is known); by product and day.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for start in range(0, len(product_ids), BATCH):
        batch = product_ids[start : start + BATCH]
        parts.append(_read(connection, batch, literal(0).label("store_id"), ()))
        if by_store:
            parts.append(_read(connection, batch, daily_demand.c.store_id, (daily_demand.c.store_id,)))
    return pl.concat(parts)


def _read(
    connection: Connection,
    product_ids: Sequence[int],
    store: ColumnElement[Any],
    groups: tuple[ColumnElement[Any], ...],
) -> pl.DataFrame:
    priced = case((daily_demand.c.revenue > 0, daily_demand.c.quantity))
    query = (
        select(
            daily_demand.c.product_id,
            store,
            products.c.key,
            daily_demand.c.day.label("ds"),
            func.sum(daily_demand.c.quantity).label("y"),
            (func.sum(daily_demand.c.revenue) / func.sum(priced)).label("price"),
        )
        .join(products, products.c.id == daily_demand.c.product_id)
        .where(daily_demand.c.product_id.in_(product_ids))
        .group_by(daily_demand.c.product_id, products.c.key, daily_demand.c.day, *groups)
        .order_by(products.c.key, *groups, daily_demand.c.day)
    )
    if groups:
        query = query.where(daily_demand.c.store_id > 0)
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def read_day(connection: Connection, day: date) -> pl.DataFrame:
    """What each product sold in each store on a day: product_id, store_id (0: none named), ds, y (units)."""
    held = daily_demand.c
    query = select(held.product_id, held.store_id, held.day, held.quantity).where(held.day == day)
    query = query.order_by(held.product_id, held.store_id)
    schema = {"product_id": pl.Int64, "store_id": pl.Int64, "ds": pl.Date, "y": pl.Float64}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def read_days(connection: Connection, first: date, last: date) -> pl.DataFrame:
    """What each product sold from a day to another over all stores: product_id, ds, y (units), price."""
    held = daily_demand.c
    priced = func.sum(case((held.revenue > 0, held.quantity)))
    query = (
        select(held.product_id, held.day, func.sum(held.quantity), func.sum(held.revenue) / priced)
        .where(held.day.between(first, last))
        .group_by(held.product_id, held.day)
    )
    schema = {"product_id": pl.Int64, "ds": pl.Date, "y": pl.Float64, "price": pl.Float64}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def read_weeks(connection: Connection, first: date, weeks: int) -> pl.DataFrame:
    """What each product sold in the weeks from a day on: product_id, week (from 0), y (units)."""
    held, rows = daily_demand.c, []
    for week in range(weeks):
        begins = first + timedelta(weeks=week)
        query = select(held.product_id, literal(week), func.sum(held.quantity)).where(
            held.day.between(begins, begins + timedelta(days=6)), held.quantity > 0
        )
        rows += [tuple(row) for row in connection.execute(query.group_by(held.product_id))]
    schema = {"product_id": pl.Int64, "week": pl.Int64, "y": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def shard_of(key: str, shards: int) -> int:
    """The shard that a product lies in, by a hash of its key: it stays there as others come."""
    return crc32(key.encode()) % shards


def list_products(connection: Connection) -> list[tuple[int, str]]:
    """The products that were sold, or only listed with a quantity of zero: id and key, by key.

    One that only ever came back is neither.
    """
    counted = daily_demand.c
    wanted = (
        select(counted.product_id)
        .group_by(counted.product_id)
        .having((func.sum(counted.quantity) > 0) | (func.sum(counted.returned) == 0))
    )
    query = select(products.c.id, products.c.key).where(products.c.id.in_(wanted)).order_by(products.c.key)
    return [(row.id, row.key) for row in connection.execute(query)]


def read_listed_prices(connection: Connection) -> pl.DataFrame:
    """The mean price of what was listed with a quantity of zero: product_id, listed_price."""
    query = (
        select(sales.c.product_id, func.avg(sales.c.unit_price))
        .where(sales.c.quantity == 0, sales.c.unit_price > 0)
        .group_by(sales.c.product_id)
        .order_by(sales.c.product_id)
    )
    schema = {"product_id": pl.Int64, "listed_price": pl.Float64}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def read_producers(connection: Connection) -> pl.DataFrame:
    """Who makes each product, the first by name where sales name several: product_id, producer."""
    query = (
        select(sales.c.product_id, func.min(sales.c.producer))
        .where(sales.c.producer != "")
        .group_by(sales.c.product_id)
        .order_by(sales.c.product_id)
    )
    schema = {"product_id": pl.Int64, "producer": pl.String}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def read_relations(connection: Connection) -> pl.DataFrame:
    """What likens products: product_id, producer, category; null where sales say nothing of it."""
    producers, categories = read_producers(connection), storing_attributes.read_categories(connection)
    return producers.join(categories, on="product_id", how="full", coalesce=True).sort("product_id")


def count_series(connection: Connection) -> int:
    """How many pairs of a product and a store there are."""
    pairs = select(daily_demand.c.product_id, daily_demand.c.store_id).where(daily_demand.c.store_id > 0)
    return connection.execute(select(func.count()).select_from(pairs.distinct().subquery())).scalar_one()


def read_activity(connection: Connection) -> pl.DataFrame:
    """What all products together sold: ds, units, selling (how many products sold something), by day."""
    query = (
        select(
            daily_demand.c.day,
            func.sum(daily_demand.c.quantity),
            func.count(daily_demand.c.product_id.distinct()),
        )
        .where(daily_demand.c.quantity > 0)
        .group_by(daily_demand.c.day)
        .order_by(daily_demand.c.day)
    )
    schema = {"ds": pl.Date, "units": pl.Float64, "selling": pl.Int64}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def read_selling_stores(connection: Connection, since: date) -> pl.DataFrame:
    """On which days each store sold something, from a day on: name, ds."""
    query = (
        select(stores.c.name, daily_demand.c.day)
        .join(stores, stores.c.id == daily_demand.c.store_id)
        .where(daily_demand.c.quantity > 0, daily_demand.c.day >= since)
        .distinct()
    )
    schema = {"name": pl.String, "ds": pl.Date}
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")


def last_day(connection: Connection) -> date | None:
    """The last day that anything was sold or returned on."""
    return connection.execute(select(func.max(daily_demand.c.day))).scalar_one()
