"""Looks up forecasts in the cache: of one product, many or all, each fresh, stale or missing, and why."""

from dataclasses import dataclass
from datetime import date
from functools import cache as once
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, bindparam, func, select

from foresail.clock import iso
from foresail.errors import HorizonOutOfRange, NotForecast, UnknownProduct
from foresail.naming import name_key
from foresail.paging import Page
from foresail.queries import freshness
from foresail.queries.products import find_store
from foresail.settings import BOUNDS, settings
from foresail.warehouse.forecasts import BY_STORE, OVER_ALL, Cache, describe_run, find_answers, read_cache
from foresail.warehouse.tables import products

QUANTILES = ("q025", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q975")
RUN = ("run_id", "model_id", "data_version", "as_of", "frequency", "horizon", "published_at")
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
        self.tables = BY_STORE if question.store else OVER_ALL
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
        by_run: dict[int, list[int]] = {}
        for row in batch:
            if row["run_id"]:
                by_run.setdefault(row["run_id"], []).append(row["product_id"])
        runs = {run_id: self._run(connection, run_id) for run_id in by_run}
        steps: dict[int, list[dict[str, Any]]] = {}
        for run_id, ids in by_run.items():
            steps |= self._read_steps(connection, runs[run_id], ids)
        return [self._shown(row, runs.get(row["run_id"]), steps) for row in batch]

    def _find_named(self, connection: Connection) -> list[dict[str, Any]]:
        names = {name_key(name): name for name in self.question.products}
        values = self._of_run() | ({"keys": list(names)} if len(names) > 1 else {"key": next(iter(names))})
        rows = connection.execute(_named_query(self.tables[0], len(names) > 1), values).mappings()
        known = {row["key"]: dict(row) for row in rows}
        if not known:
            raise UnknownProduct(
                f"No product is called {self.question.products[0][:80]!r}.",
                "Look for its name with GET /products?search=...",
            )
        self.total = len(names)
        unknown = {"product_id": None, "method": None, "run_id": None}
        return [known.get(key) or {**unknown, "product": name} for key, name in names.items()]

    def _find_page(self, connection: Connection, page: Page) -> list[dict[str, Any]]:
        _, descends = page.order(("product",), "product")
        query, values = _page_query(self.tables[0]), self._of_run()
        if self.question.search:
            query = query.where(products.c.key.contains(name_key(self.question.search), autoescape=True))
        counted = select(func.count()).select_from(query.subquery())
        self.total = connection.execute(counted, values).scalar_one()
        order = products.c.key.desc() if descends else products.c.key
        rows = connection.execute(query.order_by(order).limit(page.limit).offset(page.offset), values)
        return [dict(row) for row in rows.mappings()]

    def _look_further(self, connection: Connection, found: list[dict[str, Any]]) -> None:
        """Where the run that readers see does not reach, take the runs made for such a question."""
        run = self.cache.run
        if run is None or self.horizon is None or self.horizon <= run["horizon"]:
            return
        ids = [row["product_id"] for row in found if row["product_id"]]
        runs = find_answers(connection, self.cache, self.horizon, ids, self.tables[0])
        for row in found:
            row["run_id"] = runs.get(row["product_id"])

    def _could_be_forecast(self, row: dict[str, Any]) -> bool:
        """Whether a product that has no forecast here would get one from a run."""
        if row["product_id"] is None or row["run_id"] is not None:
            return False
        if self.store and settings().series != "product-store":
            return False
        run = self.cache.run
        return row["method"] is not None or run is None or self.cache.data_version > run["data_version"]

    def _of_run(self) -> dict[str, Any]:
        values = {"run_id": self.cache.run["run_id"] if self.cache.run else 0}
        return values | ({"store_id": self.store["id"]} if self.store else {})

    def _run(self, connection: Connection, run_id: int) -> Any:
        assert self.cache.run is not None
        return self.cache.run if run_id == self.cache.run["run_id"] else describe_run(connection, run_id)

    def _read_steps(
        self, connection: Connection, run: Any, ids: list[int]
    ) -> dict[int, list[dict[str, Any]]]:
        assert self.horizon is not None
        until = freshness.last_step(run, self.horizon)
        values = {**self._of_run(), "run_id": run["run_id"], "until": until}
        values |= {"ids": ids} if len(ids) > 1 else {"id": ids[0]}
        names = ("day", "mean", *self.question.quantiles)
        steps: dict[int, list[dict[str, Any]]] = {}
        for product_id, *numbers in connection.execute(
            _steps_query(self.tables[1], self.question.quantiles, len(ids) > 1), values
        ):
            steps.setdefault(product_id, []).append(dict(zip(names, numbers, strict=True)))
        return steps

    def _shown(self, row: dict[str, Any], run: Any, steps: dict[int, list]) -> dict[str, Any]:
        names = {"product": row["product"], "store": self.store["name"] if self.store else None}
        status, reason = freshness.judge({**row, **names}, run, self.cache, self.today, self.horizon)
        told = {**names, "status": status, "status_reason": reason}
        if run is None:
            return {**told, "days": []}
        why = {name: row[name] for name in _reasons(self.tables[0])}
        origin = {**{name: run[name] for name in RUN}, "published_at": iso(run["published_at"])}
        return {**told, **origin, **why, "days": steps[row["product_id"]]}


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


@once
def _reasons(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.c if column.name not in ("run_id", "product_id", "store_id"))


def _told(table: Table) -> list[Any]:
    named = (products.c.id.label("product_id"), products.c.key, products.c.name.label("product"))
    return [*named, table.c.run_id, *(table.c[name] for name in _reasons(table))]


def _of_run(table: Table) -> Any:
    of_run = table.c.run_id == bindparam("run_id")
    return and_(of_run, table.c.store_id == bindparam("store_id")) if "store_id" in table.c else of_run


@once
def _named_query(table: Table, several: bool) -> Select:
    joined = products.outerjoin(table, and_(table.c.product_id == products.c.id, _of_run(table)))
    key = products.c.key
    named = key.in_(bindparam("keys", expanding=True)) if several else key == bindparam("key")
    return select(*_told(table)).select_from(joined).where(named)


@once
def _page_query(table: Table) -> Select:
    joined = products.join(table, table.c.product_id == products.c.id)
    return select(*_told(table)).select_from(joined).where(_of_run(table))


@once
def _steps_query(table: Table, quantiles: tuple[str, ...], several: bool) -> Select:
    wanted = (table.c.product_id, table.c.day, table.c.mean, *(table.c[name] for name in quantiles))
    number = table.c.product_id
    ids = number.in_(bindparam("ids", expanding=True)) if several else number == bindparam("id")
    until = table.c.day <= bindparam("until")
    return select(*wanted).where(_of_run(table), ids, until).order_by(table.c.product_id, table.c.day)
