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
        default=None, description="Units that one step in ten stays below.", examples=[7.0]
    )
    q25: float | None = None
    q50: float | None = None
    q75: float | None = None
    q90: float | None = Field(
        default=None, description="Units that nine steps in ten stay below.", examples=[18.2]
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
    status_reason: str = Field(examples=["It uses all stored sales, and comes from the model in use."])
    run_id: int | None = Field(default=None, description="The forecast run that it comes from.")
    model_id: int | None = Field(default=None, description="The model that made it: GET /models/{model_id}.")
    data_version: int | None = Field(default=None, description="How many stored uploads it knows.")
    as_of: date | None = Field(
        default=None, description="The first day of the newest step with sales it knows."
    )
    frequency: Literal["day", "week", "month"] | None = None
    horizon: int | None = Field(default=None, description="Steps ahead that the run holds.")
    published_at: Moment | None = None
    demand_class: str | None = Field(default=None, examples=["intermittent"])
    method: str | None = Field(
        default=None, description="What forecast it, in code names.", examples=["67 % boosted + 33 % theta"]
    )
    method_label: str | None = Field(
        default=None,
        description="The same as people read it; null in runs from before there were labels.",
        examples=["gradient boosting 67 % + Theta 33 %"],
    )
    fell_back: bool | None = Field(default=None, description="Whether `method` is not the `intended` one.")
    intended: str | None = Field(default=None, description="What the backtest chose.")
    reason: str | None = Field(default=None, description="Why this method.")
    wape: float | None = Field(
        default=None, description="The median's error in this product's backtest, part of its units sold."
    )
    wape_seasonal_naive: float | None = Field(
        default=None, description="The same of copying the season before."
    )
    bias: float | None = Field(
        default=None, description="The mean less what was sold, part of the units sold."
    )
    rmsse: float | None = None
    coverage_80: float | None = Field(
        default=None, description="Part of held-out steps of its demand class that the 80 % band held."
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
