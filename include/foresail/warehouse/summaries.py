"""What a table of all products shows of the series of a run: written with them, filtered and sorted here."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from sys import byteorder
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    cast,
    delete,
    func,
    insert,
    select,
)

from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import attributes
from foresail.warehouse.listing import same_text
from foresail.warehouse.products import NOT_ACTIVE
from foresail.warehouse.tables import forecast_series, forecast_summaries, products

BATCH = 500
LOOK_BACK = {"day": 28, "week": 8, "month": 3}
"""How many steps `units_next` and `sold_before` add up; the horizon, where that is shorter."""
RECENT_SOLD = {"day": 26, "week": 26, "month": 24}
"""How many sums of sales `recent` begins with: weeks, or months; sums of the forecast follow."""
BIASED = 0.2
"""A forecast of a product is biased whose backtest was this part of the units sold too high, or too low."""

_held = forecast_summaries.c
SORTS: dict[str, ColumnElement[Any]] = {
    "name": products.c.key,
    **{
        name: _held[name]
        for name in ("category", "demand_class", "units_ahead", "units_next", "sold_before", "trend")
    },
    **{name: _held[name] for name in ("volume", "moved", "moved_by", "wape", "bias")},
}
FLAGS: dict[str, ColumnElement[bool]] = {
    "fell-back": _held.fell_back,
    "worse-than-naive": _held.wape > _held.wape_seasonal_naive,
    "biased": func.abs(_held.bias) > BIASED,
    "new": _held.demand_class.in_(("short", "not-yet")),
    "no-longer-sold": _held.demand_class == "no-longer-sold",
}
_SHOWN = (
    "category",
    "demand_class",
    "fell_back",
    "wape",
    "wape_seasonal_naive",
    "bias",
    "units_ahead",
    "units_next",
    "sold_before",
    "trend",
    "volume",
    "moved",
    "recent",
)


@dataclass(frozen=True)
class Wanted:
    """Which series of a run: those whose product has all words of a text, and all else that is said.

    `product_ids` stand for the text where its words are spelled otherwise.
    """

    text: str = ""
    category: str | None = None
    demand_class: str | None = None
    flags: tuple[str, ...] = ()
    is_active: bool | None = None
    product_ids: tuple[int, ...] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def replace(connection: Connection, run_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the summaries of a shard, in place of what an earlier try wrote."""
    ids = sorted({row["product_id"] for row in rows})
    for start in range(0, len(ids), BATCH):
        batch = _held.product_id.in_(ids[start : start + BATCH])
        connection.execute(delete(forecast_summaries).where(_held.run_id == run_id, batch))
    for start in range(0, len(rows), BATCH):
        part = [{"run_id": run_id, **row} for row in rows[start : start + BATCH]]
        connection.execute(insert(forecast_summaries), part)


def read_steps(
    connection: Connection, run_id: int, product_ids: Collection[int]
) -> dict[tuple[int, int], bytes]:
    """The packed steps of these products' series in a run, by product and store."""
    ids, found = sorted(product_ids), {}
    series = forecast_series.c
    for start in range(0, len(ids), BATCH):
        batch = series.product_id.in_(ids[start : start + BATCH])
        query = select(series.product_id, series.store_id, series.steps).where(series.run_id == run_id, batch)
        for product_id, store_id, steps in connection.execute(query):
            found[product_id, store_id] = steps
    return found


def search(
    connection: Connection, run_id: int, store_id: int, wanted: Wanted, page: Page
) -> tuple[int, list[dict[str, Any]]]:
    """How many series are wanted, and one page of them, each with its name; raises BadRequest.

    What is not known comes last, in either order.
    """
    name, descends = page.order(tuple(SORTS), "name")
    conditions = _conditions(run_id, store_id, wanted)
    needs_name = bool(wanted.text) or name == "name"
    counted = select(func.count()).select_from(_joined() if wanted.text else forecast_summaries)
    total = connection.execute(counted.where(*conditions)).scalar_one()
    column = SORTS[name]
    order: list[ColumnElement[Any]] = [column.desc() if descends else column]
    if not descends and name != "name":  # in descending order nulls come last by themselves
        order.insert(0, column.is_(None))
    chosen = select(_held.product_id).select_from(_joined() if needs_name else forecast_summaries)
    chosen = chosen.where(*conditions).order_by(*order, _held.product_id)
    ids = list(connection.execute(chosen.limit(page.limit).offset(page.offset)).scalars())
    flags = (flag.label(name) for name, flag in FLAGS.items())
    rows = select(products.c.id, products.c.name, *(_held[shown] for shown in _SHOWN), *flags)
    of_page = rows.select_from(_joined()).where(
        _held.run_id == run_id, _held.store_id == store_id, _held.product_id.in_(ids)
    )
    found = {row["id"]: row for row in connection.execute(of_page).mappings()}
    return total, [_shown(found[product_id]) for product_id in ids]


def choose(run_id: int, store_id: int, wanted: Wanted) -> Select[tuple[int]]:
    """The products of the series that are wanted, for a query of something else about them."""
    query = select(_held.product_id).select_from(_joined() if wanted.text else forecast_summaries)
    return query.where(*_conditions(run_id, store_id, wanted))


def is_by_store(connection: Connection, run_id: int) -> bool:
    """Whether a run has series of stores, too."""
    query = select(_held.store_id).where(_held.run_id == run_id, _held.store_id > 0).limit(1)
    return connection.execute(query).scalar() is not None


def list_names(connection: Connection, run_id: int) -> list[tuple[int, str]]:
    """The numbers of a run's products and the keys of their names."""
    query = select(_held.product_id, products.c.key).select_from(_joined())
    return list(connection.execute(query.where(_held.run_id == run_id, _held.store_id == 0)).tuples().all())


def count_flags(connection: Connection, run_id: int, store_id: int) -> dict[str, int]:
    """How many series of a run each flag is true of."""
    sums = [func.coalesce(func.sum(cast(flag, Integer)), 0).label(name) for name, flag in FLAGS.items()]
    query = select(*sums).where(_held.run_id == run_id, _held.store_id == store_id)
    return {name: int(count) for name, count in connection.execute(query).mappings().one().items()}


def _conditions(run_id: int, store_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_held.run_id == run_id, _held.store_id == store_id, *(FLAGS[flag] for flag in wanted.flags)]
    for word in name_key(wanted.text).split():
        said = attributes.mentions(word)
        conditions.append(products.c.key.contains(word, autoescape=True) | said)
    if wanted.category is not None:
        conditions.append(same_text(_held.category, wanted.category))
    if wanted.demand_class is not None:
        conditions.append(_held.demand_class == wanted.demand_class)
    if wanted.is_active is not None:
        conditions.append(_held.demand_class.not_in(NOT_ACTIVE) == wanted.is_active)
    if wanted.product_ids is not None:
        conditions.append(_held.product_id.in_(wanted.product_ids))
    return conditions


def _joined() -> Any:
    return forecast_summaries.join(products, products.c.id == _held.product_id)


def _shown(row: RowMapping) -> dict[str, Any]:
    told = {name: row[name] for name in ("name", *_SHOWN)}
    return {**told, "flags": [name for name in FLAGS if row[name]]}


def unpack_recent(recent: bytes | None, frequency: str) -> dict[str, list[float]] | None:
    """The line of a series: sums of what was `sold`, then of the `forecast`, by week or month."""
    if recent is None:
        return None
    sums = array("f", recent)
    if byteorder == "big":
        sums.byteswap()
    told = [round(units, 3) for units in sums]
    count = RECENT_SOLD[frequency]
    return {"sold": told[:count], "forecast": told[count:]}
