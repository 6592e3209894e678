"""Bodies of forecasts."""

from datetime import date

from foresail_web.models.body import Answer, Moment


class ForecastDay(Answer):
    """Units on one day: the mean, and quantiles that so many days in a hundred stay below."""

    day: date
    mean: float
    q05: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q95: float


class ForecastResponse(Answer):
    """A product's forecast and where it comes from; all amounts are units a day."""

    product: str
    run_id: int
    model_id: int
    data_version: int
    as_of: date
    published_at: Moment
    demand_class: str
    method: str
    fell_back: bool
    reason: str
    wape: float | None
    wape_seasonal_naive: float | None
    days: list[ForecastDay]
