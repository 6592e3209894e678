"""Reads the forecast cache: its state, and lookups in it."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from foresail.airflow import connections
from foresail.clock import now
from foresail.forecast_cache.lookup import NAMED_MAX, Found, Lookup
from foresail.forecast_cache.records import Forecast, MissingForecast, Question
from foresail.paging import Page
from foresail.warehouse import forecast_cache
from foresail.warehouse.connecting import look_up
from foresail.warehouse.forecast_cache import CacheState

__all__ = ["NAMED_MAX", "CacheState", "Lookup", "Question", "find", "read", "read_state"]
Answers = list[Forecast | MissingForecast]


def read_state() -> CacheState:
    """The state of the cache: the run that readers see, the newest data and champion."""
    return look_up(connections.warehouse(), forecast_cache.read_state)


def find(state: CacheState, asked: Question, page: Page) -> tuple[Lookup, Answers]:
    """What is found for a question, with its first batch; raises as Lookup."""
    lookup = Lookup(state, asked, now().date())

    def look(connection: Connection) -> Answers:
        lookup.find(connection, page)
        return lookup.read(connection, lookup.batches[0]) if lookup.batches else []

    return lookup, look_up(connections.warehouse(), look)


def read(lookup: Lookup, batch: Sequence[Found]) -> Answers:
    """One more batch of what was found; no connection is held between two of them."""
    return look_up(connections.warehouse(), partial(lookup.read, batch=batch))
