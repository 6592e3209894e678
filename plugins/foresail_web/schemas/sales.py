"""Bodies of sales."""

from datetime import date

from foresail_web.schemas.body import Answer


class SalesDay(Answer):
    """Units sold and units returned in one step, by its first day; both count upwards."""

    day: date
    quantity: float
    returned: float


class SalesResponse(Answer):
    """What was sold of a product, step by step, in one store or (null) over all."""

    product: str
    store: str | None
    days: list[SalesDay]
