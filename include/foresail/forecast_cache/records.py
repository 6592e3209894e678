"""What is asked of the forecast cache, and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from foresail.metrics import SeriesFigures
from foresail.quantiles import NAMES
from foresail.warehouse.summaries import Wanted

Status = Literal["fresh", "stale", "missing"]
FRESH: Status = "fresh"
STALE: Status = "stale"
MISSING: Status = "missing"
Step = dict[str, Any]
"""A step's `day` (its first), `mean` and quantiles in units; a quantile that an old run lacks is null."""


@dataclass(frozen=True)
class Question:
    """Of which products (all where none is named), in which store, how many steps ahead, which quantiles.

    `wanted` chooses products as the table of all products does, and stands for `search` then.
    """

    products: tuple[str, ...] = ()
    store: str | None = None
    horizon: int | None = None
    quantiles: tuple[str, ...] = NAMES
    search: str = ""
    wanted: Wanted | None = None


class MissingForecast(Struct, frozen=True):
    """A product without a forecast, and why."""

    product: str
    store: str | None
    status: Status
    status_reason: str
    days: list[Step] = []


class Forecast(SeriesFigures, frozen=True):
    """A product's forecast, over all stores (null) or in one, where it comes from and why; units a step."""

    product: str
    store: str | None
    status: Status
    status_reason: str
    run_id: int
    model_id: int
    data_version: int
    as_of: date
    frequency: str
    horizon: int
    published_at: str | None
    demand_class: str | None
    method: str | None
    method_label: str | None
    fell_back: bool
    intended: str | None
    reason: str | None
    days: list[Step]
