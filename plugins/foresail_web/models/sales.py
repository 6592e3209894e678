"""Bodies of sales."""

from datetime import date

from foresail_web.models.body import Answer


class SalesDay(Answer):
    """Units sold on one day and units returned; both count upwards."""

    day: date
    quantity: float
    returned: float


class SalesResponse(Answer):
    """What was sold of a product, day by day, over all stores."""

    product: str
    days: list[SalesDay]
