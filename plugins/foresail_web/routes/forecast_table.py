"""The table of all products with a forecast, as it is filtered and sorted, and their totals."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from foresail.queries import forecast_table as queries
from foresail.queries.forecast_table import FLAGS, Wanted

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged
from foresail_web.routes.forecasts import Store
from foresail_web.routes.products import Active, OfCategory, OfClass
from foresail_web.schemas.forecast_table import ForecastProductsResponse, TotalsResponse

router = noun("/forecasts", "forecasts", dependencies=[permissions.may_read_forecasts])
Flag = Literal[tuple(FLAGS)]  # type: ignore[valid-type]  # one place names them


async def _wanted(
    search: Annotated[
        str,
        Query(
            max_length=255, description="Words of the name, of the category or of an attribute, in any order."
        ),
    ] = "",
    category: OfCategory = None,
    demand_class: OfClass = None,
    active: Active = None,
    flag: Annotated[
        list[Flag], Query(max_length=len(FLAGS), description="Only products that this is true of; repeat it.")
    ] = [],  # noqa: B006
) -> Wanted:
    return Wanted(search.strip(), category, demand_class, tuple(sorted(set(flag))), active)


Filtered = Annotated[Wanted, Depends(_wanted)]


@router.get("/products", response_model=ForecastProductsResponse)
def list_forecast_products(page: Paged, wanted: Filtered, store: Store = None) -> dict[str, Any]:
    """A row a product of the published run, by `name` or any of its figures; what is not known comes last."""
    return queries.search(wanted, store, page)


@router.get("/totals", response_model=TotalsResponse)
def get_totals(
    by: Annotated[Literal["week", "month"], Query(description="A week begins on Monday.")] = "week",
) -> dict[str, Any]:
    """All products together: sold and forecast by week or month, beside the year before."""
    return queries.read_totals(by)
