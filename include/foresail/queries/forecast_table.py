"""Reads the table of all products with a forecast, and what they sold and will sell together."""

from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Engine

from foresail.naming import name_key
from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.time_steps import first_day, last_day
from foresail.warehouse import runs, stores, summaries, totals
from foresail.warehouse.connecting import look_up
from foresail.warehouse.runs import ALL_STORES, Run
from foresail.warehouse.sold import find_first_day
from foresail.warehouse.summaries import FLAGS, SORTS, Wanted
from foresail.warehouse.totals import By

__all__ = ["FLAGS", "SORTS", "By", "Wanted", "read_totals", "search", "with_likely"]
# Out of 100: names that are less alike than this are no misspelling of each other.
ALIKE_MIN = 70
ALIKE_MAX = 200
WEEKS_A_YEAR = 52
SHOWN = {"week": WEEKS_A_YEAR, "month": 12}


@question
def search(connection: Connection, wanted: Wanted, store: str | None, page: Page) -> dict[str, Any]:
    """Products of the published run as a table shows them: total, one page, and how many have each flag.

    A text that no name has is taken for a misspelling, and finds the names that are most alike: `is_guessed`.
    Raises UnknownStore.
    """
    run = runs.get_published(connection)
    if run is None:
        return {"run_id": None, "total": 0, "products": [], "flags": {}, "is_guessed": False}
    place = stores.find(connection, store) if store else None
    store_id = place.id if place else ALL_STORES
    total, rows = summaries.search(connection, run.run_id, store_id, wanted, page)
    guessed = _guess(connection, run, wanted) if total == 0 and wanted.text else None
    if guessed is not None:
        total, rows = summaries.search(connection, run.run_id, store_id, guessed, page)
    for row in rows:
        row["recent"] = summaries.unpack_recent(row["recent"], run.frequency)
    return {
        "run_id": run.run_id,
        "as_of": run.as_of,
        "frequency": run.frequency,
        "steps": min(summaries.LOOK_BACK[run.frequency], run.horizon),
        "by_store": summaries.is_by_store(connection, run.run_id),
        "store": place.name if place else None,
        "total": total,
        "is_guessed": guessed is not None,
        "flags": _count_flags(connection.engine, run.run_id, store_id),
        "products": rows,
    }


@question
def with_likely(connection: Connection, wanted: Wanted, store: str | None) -> Wanted:
    """The same, with the products that its text finds as a misspelling, where it finds none as it is."""
    run = runs.get_published(connection)
    if run is None or not wanted.text:
        return wanted
    store_id = stores.find(connection, store).id if store else ALL_STORES
    total, _ = summaries.search(connection, run.run_id, store_id, wanted, Page(1))
    return wanted if total else _guess(connection, run, wanted) or wanted


def _guess(connection: Connection, run: Run, wanted: Wanted) -> Wanted | None:
    """What is wanted, its text taken for a misspelling; None where no name is like it."""
    from rapidfuzz import fuzz, process

    names = _names(connection.engine, run.run_id)
    found = process.extract(
        name_key(wanted.text), names, scorer=fuzz.WRatio, score_cutoff=ALIKE_MIN, limit=ALIKE_MAX
    )
    if not found:
        return None
    best = max(score for _, score, _ in found)
    ids = tuple(number for _, score, number in found if score >= best - (100 - best))
    return Wanted("", wanted.category, wanted.demand_class, wanted.flags, wanted.is_active, ids)


@lru_cache(maxsize=64)
def _count_flags(engine: Engine, run_id: int, store_id: int) -> dict[str, int]:
    """How many series of a run each flag is true of; a published run stays as it is."""
    return look_up(engine, partial(summaries.count_flags, run_id=run_id, store_id=store_id))


@lru_cache(maxsize=2)
def _names(engine: Engine, run_id: int) -> dict[int, str]:
    """The names of a run's products, which stay as they are."""
    return dict(look_up(engine, partial(summaries.list_names, run_id=run_id)))


@question
def read_totals(connection: Connection, by: By) -> dict[str, Any]:
    """From a year back to the end of the forecast: units sold and forecast by week or month, and a year ago.

    The period that the last sales lie in has both; one that the forecast ends in says `until` when. A week a
    year ago is that of 52 weeks ago. Of what lies before the first sale of all, nothing is known.
    """
    run = runs.get_published(connection)
    if run is None:
        return {"run_id": None, "by": by, "periods": []}
    found = totals.read(connection, run.run_id, by)
    begun = min((day for day, units, _ in found if units), default=run.as_of)
    # The week or month of the first day with a sale is not whole; longer steps than days are.
    whole = begun if run.frequency != "day" else find_first_day(connection) or begun
    sold = {day: units for day, units, _ in found if whole <= day <= run.as_of}
    first = max(_back(run.as_of, by, SHOWN[by]), begun - timedelta(days=1))
    reach = last_day(first_day(run.as_of, run.frequency, run.horizon), run.frequency)
    periods = [
        {
            "day": day,
            "sold": units if day <= run.as_of else None,
            "forecast": forecast if forecast or day > run.as_of else None,
            "year_ago": sold.get(_back(day, by, SHOWN[by])),
            "until": reach if day <= reach < _back(day, by, -1) - timedelta(days=1) else None,
        }
        for day, units, forecast in found
        if day > first
    ]
    return {"run_id": run.run_id, "as_of": run.as_of, "by": by, "periods": periods}


def _back(day: date, by: By, count: int) -> date:
    return day - timedelta(weeks=count) if by == "week" else first_day(day.replace(day=1), "month", -count)
