"""Bodies of backtests."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer
from foresail_web.schemas.figures import with_metrics


@with_metrics()
class MethodFigures(Answer):
    """The errors of a method on one product, over the backtest's windows.

    Shares of units sold are null if none were. For `chosen`, WAPE and MASE are the median's, RMSSE and bias
    the mean's; pinball loss and coverage are of the newest window alone, with quantiles from the older ones.
    """

    method: str = Field(description="`chosen` is what is published.", examples=["seasonal_naive"])
    method_label: str | None = Field(default=None, description="Its name, for people.")


class BacktestResponse(Answer):
    """The leaderboard of one product; no methods where it was not backtested, or by an older version."""

    product: str
    store: str | None = Field(description="Null: all stores together.")
    run_id: int
    model_id: int
    as_of: date
    frequency: Literal["day", "week", "month"]
    demand_class: str
    method: str = Field(description="The method, by code name.")
    method_label: str | None = Field(description="The method, for people.")
    reason: str
    methods: list[MethodFigures]
