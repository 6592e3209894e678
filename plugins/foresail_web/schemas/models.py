"""Bodies of models."""

from datetime import date

from pydantic import Field

from foresail_web.schemas.body import Answer, Moment
from foresail_web.schemas.figures import with_metrics
from foresail_web.schemas.gaps import Gaps


class ModelSummary(Answer):
    """A registered model: what it was trained on, and its verdict against the champion.

    WAPE is that of its own backtest, and seasonal naive's on the same steps: models trained on other days are
    compared by the verdict.
    """

    model_id: int
    dag_run_id: str = Field(description="The run of foresail_train that registered it.")
    as_of: date
    data_version: int
    registered_at: Moment
    series: int | None
    frequency: str
    wape: float | None
    wape_seasonal_naive: float | None
    verdict: str | None
    verdict_reason: str | None
    promoted_by: str | None = Field(description="Who last made it champion: a Dag or a user.")
    is_champion: bool


class ModelList(Answer):
    """Models, newest first; `total` counts all there are."""

    models: list[ModelSummary]
    total: int


@with_metrics()
class LeaderboardRow(Answer):
    """How a method did in the backtest of a segment: `all`, a demand class, or a stretch of steps ahead.

    `chosen` is what is published: its WAPE and MASE are the median's, its RMSSE and bias the mean's, each
    window with the correction and intervals from the others.
    """

    segment: str
    method: str
    method_label: str | None = Field(default=None, description="Its name, for people.")


class ModelResponse(ModelSummary):
    """A model with its leaderboard, best WAPE first in each segment."""

    promoted_at: Moment | None
    gaps: Gaps | None = Field(description="Null in older models.")
    leaderboard: list[LeaderboardRow]


class PromotionResponse(Answer):
    """The model that is champion now, and the run that forecasts with it."""

    model_id: int
    dag_id: str
    dag_run_id: str


class TrainingResponse(Answer):
    """The run that trains."""

    dag_id: str
    dag_run_id: str
