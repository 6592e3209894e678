"""Bodies of forecasts."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer, Moment


class ForecastStep(Answer):
    """Units in one step: the mean, and quantiles that so many in a hundred stay below.

    Quantiles that were not asked for are left out; `q025` and `q975` are null in forecasts published before
    there were any.
    """

    day: date = Field(description="The first day of the step.")
    mean: float = Field(description="Units expected.", examples=[12.4])
    q025: float | None = None
    q05: float | None = None
    q10: float | None = Field(
        default=None, description="Demand stays below this in one step of ten.", examples=[7.0]
    )
    q25: float | None = None
    q50: float | None = None
    q75: float | None = None
    q90: float | None = Field(
        default=None, description="Demand stays below this in nine steps of ten.", examples=[18.2]
    )
    q95: float | None = None
    q975: float | None = None


class Forecast(Answer):
    """A product's forecast and where it comes from; all amounts are units a step, a step is the `frequency`.

    A `missing` one has nothing but its names, its status and an empty `days`.
    """

    product: str = Field(examples=["Orange Juice Small"])
    store: str | None = Field(description="Null: all stores together.")
    status: Literal["fresh", "stale", "missing"]
    status_reason: str = Field(examples=["It uses all stored sales and comes from the current model."])
    run_id: int | None = Field(default=None, description="The forecast run it comes from.")
    model_id: int | None = Field(default=None, description="The model that made it: GET /models/{model_id}.")
    data_version: int | None = Field(default=None, description="How many stored uploads it uses.")
    as_of: date | None = Field(
        default=None, description="The first day of the newest step whose sales it uses."
    )
    frequency: Literal["day", "week", "month"] | None = None
    horizon: int | None = Field(default=None, description="Steps ahead in the run.")
    published_at: Moment | None = None
    demand_class: str | None = Field(default=None, examples=["intermittent"])
    method: str | None = Field(
        default=None, description="The method, by code name.", examples=["67 % boosted + 33 % theta"]
    )
    method_label: str | None = Field(
        default=None,
        description="The method, for people; null in older runs.",
        examples=["gradient boosting 67 % + Theta 33 %"],
    )
    fell_back: bool | None = Field(
        default=None, description="Whether `method` differs from the `intended` one."
    )
    intended: str | None = Field(default=None, description="What the backtest chose.")
    reason: str | None = Field(default=None, description="Why this method.")
    wape: float | None = Field(default=None, description="WAPE of the median in this product's backtest.")
    wape_seasonal_naive: float | None = Field(
        default=None, description="WAPE of repeating the last season, in the same backtest."
    )
    bias: float | None = Field(
        default=None, description="Mean forecast less units sold, as a share of units sold."
    )
    rmsse: float | None = None
    coverage_80: float | None = Field(
        default=None, description="Share of held-out steps of its demand class inside the 80 % interval."
    )
    coverage_95: float | None = None
    days: list[ForecastStep]


class StartedRun(Answer):
    """A Dag run that will answer."""

    dag_id: str
    dag_run_id: str


class ForecastPage(Answer):
    """One page of forecasts; with 202, the `runs` that will fill what is missing."""

    total: int
    forecasts: list[Forecast]
    runs: list[StartedRun] = Field(default_factory=list)
