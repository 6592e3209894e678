"""One question to the forecast cache: found first, then read batch by batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isnan

import msgspec
from sqlalchemy import Connection

from foresail.clock import iso
from foresail.errors import HorizonOutOfRange, NotForecast, UnknownProduct
from foresail.forecast_cache.freshness import Subject, assess
from foresail.forecast_cache.records import Forecast, MissingForecast, Question, Step
from foresail.metrics import copy_figures
from foresail.naming import name_key
from foresail.paging import Page
from foresail.quantiles import NUMBERS
from foresail.settings import HORIZON_MAX, settings
from foresail.time_steps import first_day
from foresail.warehouse import forecast_cache as cache
from foresail.warehouse import runs, stores
from foresail.warehouse.forecast_cache import CacheState, Held, Place
from foresail.warehouse.packing import all_known, unpack
from foresail.warehouse.runs import ALL_STORES, Run

BATCH = 100
NAMED_MAX = 100


@dataclass
class Found:
    """A product that was found, or not (`held` is null), and the run that has its forecast."""

    product: str
    held: Held | None
    run_id: int | None
    steps: bytes | None = None

    @property
    def product_id(self) -> int | None:
        """The product's number, where it is known."""
        return self.held.product_id if self.held else None

    @property
    def is_held(self) -> bool:
        """Whether the run that readers see has it."""
        return self.held is not None and self.held.run_id is not None


class Lookup:
    """One question to the cache: `find` it, then `read` it batch by batch, each in a transaction of its own.

    A run's rows are written once, so what is read later is what was found. After `find`: `total` series,
    `batches` of those on this page, and `missing`, the products that a run could still forecast.
    """

    def __init__(self, state: CacheState, question: Question, today: date) -> None:
        """Raises HorizonOutOfRange."""
        horizon = question.horizon
        if horizon is not None and not 1 <= horizon <= HORIZON_MAX:
            raise HorizonOutOfRange(
                f"Forecasts reach 1 to {HORIZON_MAX} steps ahead, not {horizon}.", "Ask for fewer steps."
            )
        self.state, self.question, self.today = state, question, today
        self.horizon = horizon or (state.run.horizon if state.run else None)
        self.total = 0
        self.batches: list[list[Found]] = []
        self.missing: tuple[str, ...] = ()
        self._store: str | None = None
        self._store_id = ALL_STORES

    def find(self, connection: Connection, page: Page) -> None:
        """Find the series; raises UnknownStore, or UnknownProduct where no named product is known."""
        if self.question.store:
            store = stores.find(connection, self.question.store)
            self._store, self._store_id = store.name, store.id
        found = self._find_named(connection) if self.question.products else self._find_page(connection, page)
        self._look_further(connection, found)
        self.missing = tuple(each.product for each in found if self._could_be_forecast(each))
        self.batches = [found[start : start + BATCH] for start in range(0, len(found), BATCH)]

    def read(self, connection: Connection, batch: Sequence[Found]) -> list[Forecast | MissingForecast]:
        """The series of one batch, as the answer shows them, with their steps."""
        known = {each.run_id: self._run(connection, each.run_id) for each in batch if each.run_id}
        for run_id in known:
            unread = [each for each in batch if each.run_id == run_id and not each.steps]
            if unread:
                self._read_series(connection, run_id, unread)
        return [self._shown(each, known.get(each.run_id) if each.run_id else None) for each in batch]

    def _find_named(self, connection: Connection) -> list[Found]:
        names = {name_key(name): name for name in self.question.products}
        rows = cache.find_named(connection, self._place(self._published_id), list(names))
        known = {held.key: Found(held.product, held, held.run_id, steps) for held, steps in rows}
        if not known:
            raise UnknownProduct(
                f"There is no product named {self.question.products[0][:80]!r}.",
                "Search for its name with GET /products?search=...",
            )
        self.total = len(names)
        return [known.get(key) or Found(name, None, None) for key, name in names.items()]

    def _find_page(self, connection: Connection, page: Page) -> list[Found]:
        _, descends = page.order(("product",), "product")
        place, wanted = self._place(self._published_id), self.question.wanted
        text = name_key(self.question.search) if self.question.search and wanted is None else ""
        self.total, rows = cache.find_page(connection, place, text, page, descends, wanted)
        return [Found(held.product, held, held.run_id) for held in rows]

    def _look_further(self, connection: Connection, found: Iterable[Found]) -> None:
        """Where the run that readers see does not reach, take the runs made for such a question."""
        run = self.state.run
        if run is None or self.horizon is None or self.horizon <= run.horizon:
            return
        ids = [each.product_id for each in found if each.product_id]
        answered: dict[int, int] = {}
        if self.state.answers:
            answered = cache.find_answers(connection, run, self.horizon, ids, self._store_id)
        for each in found:
            each.run_id, each.steps = answered.get(each.product_id or 0), None

    def _could_be_forecast(self, found: Found) -> bool:
        """Whether a product that has no forecast here would get one from a run."""
        if found.product_id is None or found.run_id is not None:
            return False
        if self._store and settings().series != "product-store":
            return False
        run = self.state.run
        return found.is_held or run is None or self.state.data_version > run.data_version

    @property
    def _published_id(self) -> int:
        return self.state.run.run_id if self.state.run else 0

    def _place(self, run_id: int) -> Place:
        return Place(run_id, self._store_id, self.horizon or 0)

    def _run(self, connection: Connection, run_id: int) -> Run:
        published = self.state.run
        return published if published and run_id == published.run_id else runs.get(connection, run_id)

    def _read_series(self, connection: Connection, run_id: int, unread: Sequence[Found]) -> None:
        """Fill in what a run says of its series: why, and the steps."""
        by_id = {each.product_id: each for each in unread if each.product_id}
        for held, steps in cache.read_series(connection, self._place(run_id), list(by_id)):
            found = by_id[held.product_id]
            is_published = found.held.run_id if found.held else None
            found.held, found.steps = msgspec.structs.replace(held, run_id=is_published), steps

    def _shown(self, found: Found, run: Run | None) -> Forecast | MissingForecast:
        subject = Subject(found.product, self._store, found.product_id is not None, found.is_held)
        status, reason = assess(subject, run, self.state, self.today, self.horizon)
        if run is None:
            return MissingForecast(found.product, self._store, status, reason)
        held = found.held
        assert held is not None and found.steps is not None
        return Forecast(
            product=found.product,
            store=self._store,
            status=status,
            status_reason=reason,
            run_id=run.run_id,
            model_id=run.model_id,
            data_version=run.data_version,
            as_of=run.as_of,
            frequency=run.frequency,
            horizon=run.horizon,
            published_at=iso(run.published_at),
            demand_class=held.demand_class,
            method=held.method,
            method_label=held.method_label,
            fell_back=bool(held.fell_back),
            intended=held.intended,
            reason=held.reason,
            days=self._days(run, found.steps),
            **copy_figures(held),
        )

    def _days(self, run: Run, packed: bytes) -> list[Step]:
        """The steps by name; a quantile that an old run does not know is null."""
        assert self.horizon is not None
        names = ("mean", *self.question.quantiles)
        steps: Iterable[Sequence[float | None]] = unpack(packed, self.horizon)
        if not all_known(packed):
            steps = (
                tuple(None if units is None or isnan(units) else units for units in step) for step in steps
            )
        if names != NUMBERS:
            chosen = [NUMBERS.index(name) for name in names]
            steps = ([step[place] for place in chosen] for step in steps)
        columns = ("day", *names)
        begun = _first_days(run.as_of, run.frequency, min(self.horizon, run.horizon))
        return [dict(zip(columns, (day, *step), strict=True)) for day, step in zip(begun, steps, strict=True)]


@lru_cache(maxsize=100)
def _first_days(as_of: date, frequency: str, count: int) -> tuple[date, ...]:
    """When each of the steps after that of `as_of` begins."""
    return tuple(first_day(as_of, frequency, number) for number in range(1, count + 1))


def read_forecast(
    connection: Connection, product: str, horizon: int | None = None, store: str | None = None
) -> Forecast:
    """The forecast of one product, with where it comes from; raises as Lookup, or NotForecast."""
    lookup = Lookup(cache.read_state(connection), Question((product,), store, horizon), date.min)
    lookup.find(connection, Page())
    item = lookup.read(connection, lookup.batches[0])[0]
    if isinstance(item, MissingForecast):
        raise NotForecast(item.status_reason, "It will be forecast by the next run that covers it.")
    return item
