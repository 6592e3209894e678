"""Sales: what was sold, by the day, the week or the month."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from foresail.queries import sales as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.sales import SalesResponse

router = noun("/sales", "sales", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=SalesResponse)
def get_sales(
    product: Annotated[str, Query(min_length=1, max_length=255, description="The product's name.")],
    store: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="One store; by default, all stores together."),
    ] = None,
    since: Annotated[date | None, Query(description="The first day.")] = None,
    until: Annotated[date | None, Query(description="The last day.")] = None,
    by: Annotated[
        Literal["day", "week", "month"],
        Query(description="The step; weeks start on the weekday of `since`."),
    ] = "day",
) -> dict[str, Any]:
    """Units sold and returned per step; steps without sales are there, with zero."""
    return queries.read_sales(product, since, until, by, store)
