"""Bodies of forecasts."""

from datetime import date

from foresail_web.models.body import Answer, Moment


class ForecastDay(Answer):
    """Units in one step, by its first day: the mean, and quantiles that so many in a hundred stay below.

    `q025` and `q975` are null in forecasts published before there were any.
    """

    day: date
    mean: float
    q025: float | None
    q05: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q95: float
    q975: float | None


class ForecastResponse(Answer):
    """A product's forecast and where it comes from; all amounts are units a step, a step is the `frequency`.

    `method` is what forecast it, `intended` what the backtest chose; `wape`, `bias` (parts of the units sold)
    and `rmsse` are this product's in the backtest; coverage is that of its demand class, on days that did not
    set the bands.
    """

    product: str
    store: str | None
    run_id: int
    model_id: int
    data_version: int
    as_of: date
    frequency: str
    horizon: int
    published_at: Moment
    demand_class: str
    method: str
    fell_back: bool
    intended: str | None
    reason: str
    wape: float | None
    wape_seasonal_naive: float | None
    bias: float | None
    rmsse: float | None
    coverage_80: float | None
    coverage_95: float | None
    days: list[ForecastDay]
