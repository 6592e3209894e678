"""Bodies of monitoring."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer


class Figures(Answer):
    """What was sold and what had been forecast, of one product or of all together."""

    sold: float = Field(description="Units.")
    forecast: float = Field(description="Units: the sum of the means.")
    wape: float | None = Field(
        description="Absolute error of the medians by product and step, as a share of units sold."
    )
    bias: float | None = Field(description="Forecast less units sold, as a share of units sold.")
    coverage_80: float | None = Field(description="Share of products and steps inside their 80 % interval.")
    coverage_95: float | None
    products: int
    runs: list[int] = Field(description="The forecast runs that these are of.")
    pinball: float | None = Field(
        description="Twice the quantile loss, a mean over the quantiles, as a share of units sold."
    )
    mase: float | None = Field(
        description="Absolute error by each product's usual change from season to season; a mean."
    )
    wape_seasonal_naive: float | None = Field(
        description="WAPE of seasonal naive for the same steps, from the sales that the run knew."
    )
    bias_seasonal_naive: float | None
    skill: float | None = Field(
        description="By what share the absolute error is smaller than seasonal naive's; negative: larger."
    )


class Period(Figures):
    """The figures of a period: of the forecasts that were current just before its steps."""

    day: date = Field(description="The first day of the period.")
    steps: int = Field(description="How many of its steps were compared: perhaps not all.")


class Score(Figures):
    """The figures of a lead time, model or run (`number`), or of a class, category or store (`name`)."""

    number: int | None = Field(description="Steps ahead, or the number of the model or run.")
    name: str | None = Field(description="The demand class, category or store.")


class ScoresResponse(Answer):
    """How good every forecast was that has come due."""

    product: str | None = Field(description="The product; null: not narrowed to one.")
    demand_class: str | None = Field(alias="class", description="The demand class, where narrowed to one.")
    category: str | None
    store: str | None
    of: Literal["lead", "model", "run", "class", "category", "store"]
    scores: list[Score]


class Drift(Answer):
    """The last four weeks against the backtest: `drifting` where a change of the errors was found in them."""

    status: Literal["steady", "drifting", "unknown"]
    reason: str
    limit: float
    since: date | None = None
    wape: float | None = None
    wape_backtest: float | None = None
    ratio: float | None = None


class FoundChange(Answer):
    """A change in the sales, or in the errors of the forecasts, that `foresail_monitor` has found."""

    signal: Literal["level", "zeros", "price", "mix", "missing days", "wape", "bias"]
    product: str | None = Field(description="The product; null: all products together.")
    since: date = Field(description="The first day of the change.")
    found_on: date = Field(description="The day of sales that showed it.")
    size: float = Field(description="Relative; of shares the difference; of `wape` the ratio.")
    reason: str


class MonitoringResponse(Answer):
    """Accuracy over time, and drift."""

    product: str | None = Field(description="The product; null: all products together.")
    by: Literal["step", "week", "month"]
    periods: list[Period]
    drift: Drift
    changes: list[FoundChange] = Field(description="Found in the last 90 days, newest first.")
