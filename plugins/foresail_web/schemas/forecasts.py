"""Bodies of forecasts."""

from datetime import date
from typing import Literal

from foresail.metrics import PER_SERIES
from pydantic import Field

from foresail_web.schemas.body import Answer, Moment
from foresail_web.schemas.figures import ALL_METRICS, with_metrics, with_quantiles
from foresail_web.schemas.uploads import RunState


@with_quantiles()
class ForecastStep(Answer):
    """Units in one step: the mean and the quantiles, without those that were not asked for."""

    day: date = Field(description="The first day of the step.")
    mean: float = Field(description="Units expected.", examples=[12.4])


@with_metrics(name for name in PER_SERIES if name in ALL_METRICS)
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
    wape_seasonal_naive: float | None = Field(
        default=None, description="WAPE of repeating the last season, in the same backtest."
    )
    days: list[ForecastStep]


class ForecastPage(Answer):
    """One page of forecasts; with 202, the `runs` that will fill what is missing, and how far they are."""

    total: int
    forecasts: list[Forecast]
    runs: list[RunState] = Field(default_factory=list)
