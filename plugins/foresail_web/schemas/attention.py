"""Bodies of what needs a person."""

from datetime import date
from typing import Literal

from pydantic import Field

from foresail_web.schemas.body import Answer, Moment
from foresail_web.schemas.gaps import Gaps

Kind = Literal[
    "products-waiting",
    "quantities-waiting",
    "run-failed",
    "dag-paused",
    "run-late",
    "sales-missing",
    "forecasts-stale",
    "accuracy-fell",
    "biased",
]


class AttentionItem(Answer):
    """One thing that needs a person; of the fields below `severity` those are set that its kind has."""

    kind: Kind
    severity: Literal["error", "warning"] = Field(description="`error` holds up forecasts until it is done.")
    count: int | None = Field(default=None, description="How many products or quantities wait.")
    upload_id: int | None = None
    file_name: str | None = None
    dag_id: str | None = None
    dag_run_id: str | None = None
    at: Moment | None = Field(default=None, description="When the run failed, or was due.")
    day: date | None = Field(
        default=None, description="Since when, or the last step that the forecasts know."
    )
    reason: str | None = None
    share: float | None = Field(default=None, description="WAPE or bias of the last four weeks.")
    expected: float | None = Field(default=None, description="The WAPE of the backtest.")
    step: str | None = None
    gaps: Gaps | None = Field(default=None, description="Which days and stores seem to be missing.")


class AttentionResponse(Answer):
    """What needs a person today, the most urgent first."""

    total: int
    items: list[AttentionItem]
