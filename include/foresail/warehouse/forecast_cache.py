"""The forecast cache: its state, and the forecasts of products in it, answered from indexes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Select, and_, bindparam, func, select

from foresail.metrics import SeriesFigures
from foresail.paging import Page
from foresail.warehouse import summaries
from foresail.warehouse.packing import STEP_BYTES
from foresail.warehouse.runs import Run, select_published
from foresail.warehouse.tables import forecast_runs, forecast_series, products, promotions, uploads

_RUN_FIELDS = tuple(field.name for field in fields(Run))


@dataclass(frozen=True)
class CacheState:
    """What answers rest on: the run that readers see, the newest data and champion, how many runs answer."""

    run: Run | None
    data_version: int
    champion_id: int | None
    answers: int


def read_state(connection: Connection) -> CacheState:
    """The state of the cache, in one question."""
    query, columns = _state_queries()
    row = connection.execute(query).mappings().first()
    if row is None:
        version, champion_id, _ = connection.execute(columns).one()
        return CacheState(None, version, champion_id, 0)
    run = Run(**{name: row[name] for name in _RUN_FIELDS})
    return CacheState(run, row["newest_version"], row["champion_id"], row["answers"])


@cache
def _state_queries() -> tuple[Select[Any], Select[Any]]:
    answers = select(func.count()).where(
        forecast_runs.c.on_request, forecast_runs.c.published_at.is_not(None)
    )
    champion = select(promotions.c.model_id).order_by(promotions.c.id.desc()).limit(1)
    version = select(func.coalesce(func.max(uploads.c.data_version), 0))
    columns = (
        version.scalar_subquery().label("newest_version"),
        champion.scalar_subquery().label("champion_id"),
        answers.scalar_subquery().label("answers"),
    )
    return select_published().add_columns(*columns), select(*columns)


def find_answers(
    connection: Connection, run: Run, horizon: int, product_ids: Sequence[int], store_id: int
) -> dict[int, int]:
    """Of each product, the newest run on request that reaches as far, made like the published `run`."""
    held = forecast_series.c
    query = (
        select(held.product_id, func.max(forecast_runs.c.id))
        .join(forecast_runs, forecast_runs.c.id == held.run_id)
        .where(
            forecast_runs.c.on_request,
            forecast_runs.c.published_at.is_not(None),
            forecast_runs.c.horizon >= horizon,
            forecast_runs.c.model_id == run.model_id,
            forecast_runs.c.snapshot_model_id == run.snapshot_model_id,
            held.store_id == store_id,
            held.product_id.in_(product_ids),
        )
        .group_by(held.product_id)
    )
    return dict(connection.execute(query).tuples().all())


class Held(SeriesFigures, array_like=True, frozen=True):
    """A product, and why its forecast in a run is what it is; nothing but its names where the run lacks it.

    Read as one value of JSON instead of a column a field: each has a description of its own on MySQL's wire.
    SQLite before 3.42 writes 15 digits of a number there, not 17.
    """

    key: str
    product_id: int
    product: str
    run_id: int | None
    demand_class: str | None
    method: str | None
    method_label: str | None
    fell_back: int | bool | None
    intended: str | None
    reason: str | None


_PRODUCT_COLUMNS = {"key": products.c.key, "product_id": products.c.id, "product": products.c.name}
_decode = msgspec.json.Decoder(Held).decode


@dataclass(frozen=True)
class Place:
    """Where in the cache is looked: a run, a store (0: over all), and how many steps."""

    run_id: int
    store_id: int
    horizon: int

    def values(self, **more: Any) -> dict[str, Any]:
        """The values of a query's parameters."""
        length = self.horizon * STEP_BYTES
        return {"run_id": self.run_id, "store_id": self.store_id, "length": length, **more}


def find_named(
    connection: Connection, place: Place, keys: Sequence[str]
) -> Iterator[tuple[Held, bytes | None]]:
    """The products that have one of these keys, with the steps of their forecast where the run holds it."""
    one = len(keys) == 1
    values = place.values(key=keys[0]) if one else place.values(keys=list(keys))
    for encoded, steps in connection.execute(_named_query(not one), values).all():
        yield _decode(encoded), steps


def find_page(
    connection: Connection,
    place: Place,
    text: str,
    page: Page,
    descends: bool,
    wanted: summaries.Wanted | None = None,
) -> tuple[int, list[Held]]:
    """The products of a run whose key holds a text, or that are wanted: how many, and one page, by key."""
    query, values = _page_query(), place.values()
    if text:
        query = query.where(products.c.key.contains(text, autoescape=True))
    if wanted is not None and not wanted.is_everything:
        query = query.where(products.c.id.in_(summaries.choose(place.run_id, place.store_id, wanted)))
    counted = select(func.count()).select_from(query.subquery())
    total = connection.execute(counted, values).scalar_one()
    order = products.c.key.desc() if descends else products.c.key
    rows = connection.execute(query.order_by(order).limit(page.limit).offset(page.offset), values)
    return total, [_decode(encoded) for (encoded,) in rows.all()]


def read_series(
    connection: Connection, place: Place, product_ids: Sequence[int]
) -> Iterator[tuple[Held, bytes]]:
    """What a run holds of these products, with its steps."""
    for encoded, steps in connection.execute(_series_query(), place.values(ids=list(product_ids))):
        yield _decode(encoded), steps


_of_place = and_(
    forecast_series.c.run_id == bindparam("run_id"), forecast_series.c.store_id == bindparam("store_id")
)
_joined = forecast_series.c.product_id == products.c.id
_told = func.json_array(
    *(
        _PRODUCT_COLUMNS[name] if name in _PRODUCT_COLUMNS else forecast_series.c[name]
        for name in Held.__struct_fields__
    )
)
_steps = func.substr(forecast_series.c.steps, 1, bindparam("length"), type_=LargeBinary)


@cache
def _named_query(several: bool) -> Select[Any]:
    key = products.c.key
    named = key.in_(bindparam("keys", expanding=True)) if several else key == bindparam("key")
    joined = products.outerjoin(forecast_series, and_(_joined, _of_place))
    return select(_told, _steps).select_from(joined).where(named)


@cache
def _page_query() -> Select[Any]:
    return select(_told).select_from(products.join(forecast_series, _joined)).where(_of_place)


@cache
def _series_query() -> Select[Any]:
    ids = forecast_series.c.product_id.in_(bindparam("ids", expanding=True))
    joined = products.join(forecast_series, _joined)
    return select(_told, _steps).select_from(joined).where(_of_place, ids)
