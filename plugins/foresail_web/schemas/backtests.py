"""Bodies of backtests."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer


class MethodFigures(Answer):
    """What a method missed on one product, over the backtest's windows.

    WAPE, bias and pinball are parts of the units sold, null where none were; MASE and RMSSE parts of the
    product's own past changes. Of `chosen` WAPE and MASE are the median's, RMSSE and bias the mean's; pinball
    and coverage are of the newest window alone, with quantiles that the older ones set.
    """

    method: str = Field(description="`chosen` is what is published.", examples=["seasonal_naive"])
    method_label: str | None = Field(default=None, description="Its name, for people.")
    wape: float | None
    mase: float | None
    rmsse: float | None
    bias: float | None
    pinball: float | None = None
    coverage_80: float | None = None
    coverage_95: float | None = None


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
