"""Sales: what was sold, by the day, the week or the month."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from foresail import deployment
from foresail.queries import sales as queries
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.models.sales import SalesResponse
from foresail_web.routing import noun

router = noun("/sales", "sales", dependencies=[guards.may_read_forecasts])


@router.get("", response_model=SalesResponse)
def get_sales(
    product: Annotated[str, Query(min_length=1, max_length=255, description="The product's name.")],
    store: Annotated[
        str | None, Query(min_length=1, max_length=255, description="One store; all together if left out.")
    ] = None,
    since: Annotated[date | None, Query(description="The first day.")] = None,
    until: Annotated[date | None, Query(description="The last day.")] = None,
    by: Annotated[
        Literal["day", "week", "month"],
        Query(description="The step; weeks begin on the weekday of `since`."),
    ] = "day",
) -> dict[str, Any]:
    """Units sold and returned per step; steps without sales are there, with zero."""
    with reading(deployment.warehouse()) as connection:
        return queries.read_sales(connection, product, since, until, by, store)
