"""The shapes of answers that several rooms read; dates are days, amounts are units."""

from datetime import date, datetime
from typing import Any, TypedDict


class MonthChange(TypedDict):
    """Units sold in a month (`2026-03`) before and after an upload."""

    month: str
    units_before: float
    units_after: float


class Choice(TypedDict):
    """A way to store a file whose days are stored already: the units of these days and the lines removed."""

    mode: str | None
    covers: str | None
    units_after: float
    lines_removed: int


class Overlap(TypedDict):
    """Days of a file (ISO) that are stored already, by which uploads; `mode`, `covers`: what would be done.

    `share_identical` is the share (0 to 1) of the file's lines that say just what a stored line says.
    """

    first_day: str
    last_day: str
    uploads: list[int]
    share_identical: float
    units_before: float
    mode: str | None
    covers: str | None
    choices: list[Choice]


class ProductChange(TypedDict):
    """A product whose units in the days of a file would double, or vanish."""

    product: str
    units_before: float
    units_after: float


class LineChanges(TypedDict):
    """What storing a file would change, in lines of sales."""

    lines_new: int
    lines_changed: int
    lines_identical: int
    lines_removed: int
    months: list[MonthChange]
    overlap: Overlap | None
    products_changed: list[ProductChange]


class WithdrawalChanges(TypedDict):
    """What withdrawing an upload would change, in lines of sales; `uploads_returning` count again."""

    lines_removed: int
    lines_returning: int
    uploads_returning: list[int]
    months: list[MonthChange]


class SoldStep(TypedDict):
    """Units sold and returned in a step from `day` on; `stock` is left at its end (null: not known).

    `price` is the mean that was paid for a unit (null: not known).
    """

    day: date
    quantity: float
    returned: float
    stock: float | None
    price: float | None


class Sold(TypedDict):
    """What was sold of a product, or of all; null is what was not asked for."""

    product: str | None
    store: str | None
    category: str | None
    customer: str | None
    channel: str | None
    days: list[SoldStep]


class DataStats(TypedDict):
    """The span and the size of the data."""

    first_day: date | None
    last_day: date | None
    rows: int
    products: int
    stores: int
    data_version: int
    last_upload_at: datetime | None


class ForecastStats(TypedDict):
    """The published run; `gaps` is how steps without a sale were treated."""

    run_id: int
    model_id: int
    data_version: int
    as_of: date
    horizon: int
    frequency: str
    published_at: datetime | None
    products: int
    fell_back: int
    gaps: dict[str, Any] | None


class Stats(TypedDict):
    """The state of everything; `accuracy` is by name of metric, and empty before the first run."""

    data: DataStats
    forecasts: ForecastStats | None
    accuracy: dict[str, float]


SUMMED = ("sold", "forecast", "absolute_error", "inside_80", "inside_95")
COMPARED = (
    "pinball",
    "scaled",
    "scaled_error",
    "naive_sold",
    "naive_forecast",
    "naive_error",
    "naive_compared",
)
"""What an outcome sums over products: units, absolute errors of the medians, and counts."""
