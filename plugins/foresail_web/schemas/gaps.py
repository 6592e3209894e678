"""Bodies of gaps: how steps without a sale were treated."""

from datetime import date

from pydantic import Field

from foresail_web.schemas.body import Answer


class Partial(Answer):
    """The newest steps, on which far fewer products sold than is usual; of weeks, on the busiest day."""

    since: date = Field(description="The first of these steps.")
    steps: int
    products: float = Field(description="How many products sold something, on average.")
    usual_products: float = Field(description="How many usually do (median).")


class Unfinished(Answer):
    """The newest week or month, which was not over when the model was trained: it was left out."""

    step: date = Field(description="Its first day.")
    units: float
    usual_units: float = Field(description="The median of the three before it.")


class LateStore(Answer):
    """A store that sold often, and nothing since a while."""

    name: str
    last_day: date = Field(description="The last day it sold something.")


class Gaps(Answer):
    """The steps that a training looked back on, and what those without a sale were taken for."""

    steps: int = Field(description="Days, weeks or months of history.")
    closed: int = Field(description="Of these, steps on which nothing at all was sold: demand is zero.")
    not_sent: int = Field(
        description="Of these, steps in a silence of the whole catalogue that is too long for closed days:"
        " they teach nothing, and are filled with the usual."
    )
    spans: list[tuple[date, date]] = Field(description="The first and last step of each such gap.")
    zeros: int = Field(
        description="Steps without a sale since a product's first sale, counted as zero, over all products."
    )
    series_steps: int = Field(description="All steps since each product's first sale, over all products.")
    partial: Partial | None = Field(
        default=None,
        description="The newest steps, where sales seem to be only partly there: missing sales "
        "count as zero.",
    )
    unfinished: Unfinished | None = Field(
        default=None, description="The newest week or month, left out since it was not over yet."
    )
    late_stores: list[LateStore] = Field(
        default_factory=list, description="Up to 20 stores whose newest sales seem to be missing."
    )
