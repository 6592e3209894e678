"""Bodies of sales."""

from datetime import date

from pydantic import Field

from foresail_web.schemas.body import Answer


class SalesDay(Answer):
    """Units sold and units returned in one step, by its first day; both count upwards."""

    day: date
    quantity: float
    returned: float
    stock: float | None = Field(description="Units left in stock at the end of the step, where sales say it.")
    price: float | None = Field(
        description="The mean price paid for a unit of the product, in the money of the workbooks."
    )


class SalesResponse(Answer):
    """What was sold, step by step: of a product or (null) of all, in one store or (null) over all."""

    product: str | None
    store: str | None
    category: str | None
    customer: str | None
    channel: str | None
    days: list[SalesDay]
