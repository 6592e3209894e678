"""Bodies of the table of all products and of their totals."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer


class Recent(Answer):
    """The line beside a name: units by week (of days and weeks) or month."""

    sold: list[float] = Field(description="The newest last.")
    forecast: list[float] = Field(description="The mean, the next first.")


class ForecastProduct(Answer):
    """A product with a forecast, in units; what is null is not known, or not yet."""

    name: str
    category: str | None
    demand_class: str
    units_ahead: float = Field(description="Mean forecast of the coming week, or month.")
    units_next: float | None = Field(description="Mean forecast of the next `steps`.")
    sold_before: float | None = Field(description="Sold in the last `steps`.")
    trend: float | None = Field(description="The first over the second, less one.")
    volume: float | None = Field(description="Sold in the last year.")
    moved: float | None = Field(
        description="Forecast of the coming week, or month, less what the run before said of it."
    )
    wape: float | None = Field(description="Error in the backtest.")
    wape_seasonal_naive: float | None = Field(description="The same of repeating the last season.")
    bias: float | None
    fell_back: bool
    flags: list[str] = Field(
        description="Of fell-back, worse-than-naive, biased (more than 20 %), new, no-longer-sold."
    )
    recent: Recent | None


class ForecastProductsResponse(Answer):
    """One page of the products of the published run; `run_id` is null before there is one."""

    run_id: int | None
    as_of: date | None = None
    frequency: str | None = None
    steps: int | None = Field(default=None, description="How many steps are compared: 28 days, for example.")
    by_store: bool = Field(default=False, description="Whether there are forecasts by store, too.")
    store: str | None = None
    total: int
    is_guessed: bool = Field(
        description="Whether `search` was found in no name, and taken for a misspelling."
    )
    flags: dict[str, int] = Field(description="How many products have each flag.")
    products: list[ForecastProduct]


class TotalPeriod(Answer):
    """All products together in a week (from Monday) or month, in units; the one of `as_of` may have both."""

    day: date = Field(description="The first day.")
    sold: float | None
    forecast: float | None = Field(description="The sum of the means.")
    year_ago: float | None = Field(
        description="Sold in the same month of the year before, or 52 weeks before."
    )
    until: date | None = Field(
        description="The last day that is forecast, where the period goes on after it."
    )


class TotalsResponse(Answer):
    """A year of sales, and the forecast; `run_id` is null before there is one."""

    run_id: int | None
    as_of: date | None = None
    by: Literal["week", "month"]
    periods: list[TotalPeriod]
