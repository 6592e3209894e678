"""Bodies of stats."""

from datetime import date

from foresail.metrics import SHARES
from pydantic import Field

from foresail_web.schemas.body import Answer, Moment
from foresail_web.schemas.figures import with_metrics
from foresail_web.schemas.gaps import Gaps


class Data(Answer):
    """What is stored."""

    first_day: date | None
    last_day: date | None
    rows: int
    products: int
    stores: int
    data_version: int
    last_upload_at: Moment | None


class PublishedRun(Answer):
    """The forecasts that readers see: `horizon` steps of the `frequency` (day, week or month) ahead."""

    run_id: int
    model_id: int
    data_version: int
    as_of: date
    horizon: int
    frequency: str
    published_at: Moment
    products: int
    fell_back: int
    gaps: Gaps | None = Field(description="Null in older runs.")


@with_metrics(SHARES)
class Accuracy(Answer):
    """The backtest of the chosen methods."""

    wape_seasonal_naive: float | None = None


class StatsResponse(Answer):
    """The data, the published forecasts (null before the first) and their accuracy.

    `may_forecast` tells whether the caller may ask for forecasts beyond the published ones.
    """

    data: Data
    forecasts: PublishedRun | None
    accuracy: Accuracy
    may_forecast: bool
