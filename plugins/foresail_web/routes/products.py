"""Products: the catalogue."""

from typing import Annotated, Any, Literal

from fastapi import Query
from foresail.queries import products as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged, Search
from foresail_web.schemas.products import ProductCollectionResponse

router = noun("/products", "products", dependencies=[permissions.may_read_forecasts])
DemandClass = Literal["smooth", "erratic", "intermittent", "lumpy", "short", "not-yet", "no-longer-sold"]


@router.get("", response_model=ProductCollectionResponse)
def list_products(
    page: Paged,
    search: Search = "",
    demand_class: Annotated[
        DemandClass | None, Query(description="Only products of this demand class.")
    ] = None,
    active: Annotated[
        bool | None, Query(description="Only products still on sale, or only those no longer sold.")
    ] = None,
) -> dict[str, Any]:
    """Products, by `name` or by `units` (`-units`: those with the most units ahead first)."""
    return queries.search(page, search, demand_class, active)
