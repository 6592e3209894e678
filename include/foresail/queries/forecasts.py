"""Looks up forecasts in the cache: of one product, many or all, each fresh, stale or missing, and why."""

from dataclasses import dataclass
from datetime import date
from functools import cache as once
from functools import lru_cache
from math import isnan
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Select, and_, bindparam, func, select

from foresail.clock import iso
from foresail.errors import HorizonOutOfRange, NotForecast, UnknownProduct
from foresail.naming import name_key
from foresail.paging import Page
from foresail.queries import freshness
from foresail.queries.stores import find_store
from foresail.settings import BOUNDS, settings
from foresail.stepping import first_day
from foresail.warehouse.forecasts import ALL_STORES, Cache, describe_run, find_answers, read_cache
from foresail.warehouse.packing import NUMBERS, STEP_BYTES, all_known, unpack
from foresail.warehouse.tables import forecast_series, products

QUANTILES = NUMBERS[1:]
WHY = (
    "demand_class", "method", "fell_back", "intended", "reason",
    "wape", "wape_seasonal_naive", "bias", "rmsse", "coverage_80", "coverage_95",
)  # fmt: skip
RUN = ("run_id", "model_id", "data_version", "as_of", "frequency", "horizon", "published_at")
_TEXT, _NUMBER = str | None, float | None
_DECODER = msgspec.json.Decoder(
    tuple[(str, int, str, int | None, _TEXT, _TEXT, int | bool | None, _TEXT, _TEXT, *(_NUMBER,) * 6)]  # type: ignore[misc]
)
BATCH = 100
NAMED_MAX = 100
HORIZON_MAX = BOUNDS["horizon"][1]


@dataclass(frozen=True)
class Question:
    """Of which products (all where none is named), in which store, how many steps ahead, which quantiles."""

    products: tuple[str, ...] = ()
    store: str | None = None
    horizon: int | None = None
    quantiles: tuple[str, ...] = QUANTILES
    search: str = ""


class Lookup:
    """One question to the cache: `find` it, then `read` it batch by batch, each in a transaction of its own.

    A run's rows are written once, so what is read later is what was found. After `find`: `total` series,
    `batches` of those on this page, and `missing`, the products that a run could still forecast.
    """

    def __init__(self, cache: Cache, question: Question, today: date) -> None:
        """Raises HorizonOutOfRange."""
        horizon = question.horizon
        if horizon is not None and not 1 <= horizon <= HORIZON_MAX:
            raise HorizonOutOfRange(
                f"Forecasts reach 1 to {HORIZON_MAX} steps ahead, not {horizon}.", "Ask for fewer."
            )
        self.cache, self.question, self.today = cache, question, today
        self.horizon = horizon or (cache.run["horizon"] if cache.run else None)
        self.store: Any = None
        self.total = 0
        self.batches: list[list[dict[str, Any]]] = []
        self.missing: tuple[str, ...] = ()

    def find(self, connection: Connection, page: Page) -> None:
        """Find the series; raises UnknownStore, or UnknownProduct where no named product is known."""
        if self.question.store:
            self.store = find_store(connection, self.question.store)
        found = self._find_named(connection) if self.question.products else self._find_page(connection, page)
        self._look_further(connection, found)
        self.missing = tuple(row["product"] for row in found if self._could_be_forecast(row))
        self.batches = [found[start : start + BATCH] for start in range(0, len(found), BATCH)]

    def read(self, connection: Connection, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The series of one batch, as they are told, with their steps."""
        runs = {row["run_id"]: self._run(connection, row["run_id"]) for row in batch if row["run_id"]}
        for run_id in runs:
            unread = {row["product_id"]: row for row in batch if row["run_id"] == run_id and not row["steps"]}
            if unread:
                self._read_series(connection, run_id, unread)
        return [self._shown(row, runs.get(row["run_id"])) for row in batch]

    @property
    def store_id(self) -> int:
        """The store that is asked for, or all together."""
        return self.store["id"] if self.store else ALL_STORES

    def _find_named(self, connection: Connection) -> list[dict[str, Any]]:
        names = {name_key(name): name for name in self.question.products}
        values = self._of_run() | ({"keys": list(names)} if len(names) > 1 else {"key": next(iter(names))})
        rows = connection.execute(_named_query(len(names) > 1), values).all()
        known = {row["key"]: row for row in (_found(*row) for row in rows)}
        if not known:
            raise UnknownProduct(
                f"No product is called {self.question.products[0][:80]!r}.",
                "Look for its name with GET /products?search=...",
            )
        self.total = len(names)
        return [known.get(key) or _unknown(key, name) for key, name in names.items()]

    def _find_page(self, connection: Connection, page: Page) -> list[dict[str, Any]]:
        _, descends = page.order(("product",), "product")
        query, values = _page_query(), self._of_run()
        if self.question.search:
            query = query.where(products.c.key.contains(name_key(self.question.search), autoescape=True))
        counted = select(func.count()).select_from(query.subquery())
        self.total = connection.execute(counted, values).scalar_one()
        order = products.c.key.desc() if descends else products.c.key
        rows = connection.execute(query.order_by(order).limit(page.limit).offset(page.offset), values)
        return [_found(*row) for row in rows.all()]

    def _look_further(self, connection: Connection, found: list[dict[str, Any]]) -> None:
        """Where the run that readers see does not reach, take the runs made for such a question."""
        run = self.cache.run
        if run is None or self.horizon is None or self.horizon <= run["horizon"]:
            return
        ids = [row["product_id"] for row in found if row["product_id"]]
        runs = find_answers(connection, self.cache, self.horizon, ids, self.store_id)
        for row in found:
            row |= {"run_id": runs.get(row["product_id"]), "steps": None}

    def _could_be_forecast(self, row: dict[str, Any]) -> bool:
        """Whether a product that has no forecast here would get one from a run."""
        if row["product_id"] is None or row["run_id"] is not None:
            return False
        if self.store and settings().series != "product-store":
            return False
        run = self.cache.run
        return row["is_held"] or run is None or self.cache.data_version > run["data_version"]

    def _of_run(self) -> dict[str, Any]:
        run_id = self.cache.run["run_id"] if self.cache.run else 0
        return {"run_id": run_id, "store_id": self.store_id, "length": (self.horizon or 0) * STEP_BYTES}

    def _run(self, connection: Connection, run_id: int) -> Any:
        assert self.cache.run is not None
        return self.cache.run if run_id == self.cache.run["run_id"] else describe_run(connection, run_id)

    def _read_series(self, connection: Connection, run_id: int, unread: dict[int, dict[str, Any]]) -> None:
        """Fill in what a run says of its series: why, and the steps."""
        values = self._of_run() | {"run_id": run_id, "ids": list(unread)}
        for told, steps in connection.execute(_series_query(), values):
            found = _found(told, steps)
            unread[found["product_id"]] |= {"why": found["why"], "steps": steps}

    def _shown(self, row: dict[str, Any], run: Any) -> dict[str, Any]:
        names = {"product": row["product"], "store": self.store["name"] if self.store else None}
        status, reason = freshness.judge({**row, **names}, run, self.cache, self.today, self.horizon)
        told = {**names, "status": status, "status_reason": reason}
        if run is None:
            return {**told, "days": []}
        why = dict(zip(WHY, row["why"], strict=True))
        why["fell_back"] = bool(why["fell_back"])
        origin = {**{name: run[name] for name in RUN}, "published_at": iso(run["published_at"])}
        return {**told, **origin, **why, "days": self._days(run, row["steps"])}

    def _days(self, run: Any, packed: bytes) -> list[dict[str, Any]]:
        """The steps by name; a quantile that an old run does not know is null."""
        assert self.horizon is not None
        names = ("mean", *self.question.quantiles)
        steps = unpack(packed, self.horizon)
        if not all_known(packed):
            steps = (tuple(None if isnan(units) else units for units in step) for step in steps)
        if names != NUMBERS:
            chosen = [NUMBERS.index(name) for name in names]
            steps = ([step[place] for place in chosen] for step in steps)
        columns = ("day", *names)
        begun = _first_days(run["as_of"], run["frequency"], min(self.horizon, run["horizon"]))
        return [dict(zip(columns, (day, *step), strict=True)) for day, step in zip(begun, steps, strict=True)]


def _found(told: str, steps: bytes | None = None) -> dict[str, Any]:
    """A product as it was found; held where the run that readers see has it."""
    key, product_id, product, run_id, *why = _DECODER.decode(told)
    return {
        "key": key,
        "product_id": product_id,
        "product": product,
        "run_id": run_id,
        "is_held": run_id is not None,
        "why": why,
        "steps": steps,
    }


def _unknown(key: str, name: str) -> dict[str, Any]:
    """A product that is asked for and that no sale has."""
    return dict.fromkeys(("product_id", "run_id", "is_held", "why", "steps")) | {"key": key, "product": name}


@lru_cache(maxsize=100)
def _first_days(as_of: date, frequency: str, count: int) -> tuple[date, ...]:
    """When each of the steps after that of `as_of` begins."""
    return tuple(first_day(as_of, frequency, number) for number in range(1, count + 1))


def read_forecast(
    connection: Connection, product: str, horizon: int | None = None, store: str | None = None
) -> dict[str, Any]:
    """The forecast of one product, with where it comes from; raises as Lookup, or NotForecast."""
    lookup = Lookup(read_cache(connection), Question((product,), store, horizon), date.min)
    lookup.find(connection, Page())
    item = lookup.read(connection, lookup.batches[0])[0]
    if item["status"] == freshness.MISSING:
        raise NotForecast(item["status_reason"], "It is forecast as soon as a run holds it.")
    return item


_of_run = and_(
    forecast_series.c.run_id == bindparam("run_id"), forecast_series.c.store_id == bindparam("store_id")
)
_joined = forecast_series.c.product_id == products.c.id
# One value of JSON instead of fifteen columns: each has a description of its own on MySQL's wire.
# SQLite before 3.42 writes 15 digits of a number there, not 17.
_told = func.json_array(
    products.c.key,
    products.c.id,
    products.c.name,
    forecast_series.c.run_id,
    *(forecast_series.c[name] for name in WHY),
)
_steps = func.substr(forecast_series.c.steps, 1, bindparam("length"), type_=LargeBinary)


@once
def _named_query(several: bool) -> Select:
    key = products.c.key
    named = key.in_(bindparam("keys", expanding=True)) if several else key == bindparam("key")
    joined = products.outerjoin(forecast_series, and_(_joined, _of_run))
    return select(_told, _steps).select_from(joined).where(named)


@once
def _page_query() -> Select:
    return select(_told).select_from(products.join(forecast_series, _joined)).where(_of_run)


@once
def _series_query() -> Select:
    ids = forecast_series.c.product_id.in_(bindparam("ids", expanding=True))
    joined = products.join(forecast_series, _joined)
    return select(_told, _steps).select_from(joined).where(_of_run, ids)
