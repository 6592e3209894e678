"""Bodies of sales."""

from datetime import date

from foresail_web.models.body import Answer


class SalesDay(Answer):
    """Units sold and units returned in one step, by its first day; both count upwards."""

    day: date
    quantity: float
    returned: float


class SalesResponse(Answer):
    """What was sold of a product, step by step, over all stores."""

    product: str
    days: list[SalesDay]
