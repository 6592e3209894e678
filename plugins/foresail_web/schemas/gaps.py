"""What steps without a sale were taken for."""

from datetime import date

from pydantic import Field

from foresail_web.schemas.body import Answer


class Partial(Answer):
    """The newest steps, on which far fewer products sold than is usual; of weeks, on the busiest day."""

    since: date = Field(description="The first of these steps.")
    steps: int
    products: float = Field(description="How many products sold something, in the mean.")
    usual_products: float = Field(description="The median of that before.")


class LateStore(Answer):
    """A store that sold often, and nothing since a while."""

    name: str
    last_day: date = Field(description="The last day on which it sold something.")


class Gaps(Answer):
    """The steps that a training looked back on, and what those without a sale were taken for."""

    steps: int = Field(description="Days, weeks or months that were looked back on.")
    closed: int = Field(description="Of these, steps on which nothing at all was sold: zero demand.")
    not_sent: int = Field(
        description="Of these, steps in a silence of the whole catalogue that is too long for closed days:"
        " they teach nothing, and are filled with the usual."
    )
    spans: list[tuple[date, date]] = Field(description="The first and last step of each such silence.")
    zeros: int = Field(description="Steps of single products that count as zero, since their first sales.")
    series_steps: int = Field(description="The steps of single products that the zeros are part of.")
    partial: Partial | None = Field(
        default=None,
        description="The newest steps, where they seem to have been sent in part: the rest is zero.",
    )
    late_stores: list[LateStore] = Field(
        default_factory=list, description="Up to 20 stores that seem not to have sent their newest sales."
    )
