"""Stores: where products are sold, and where forecasts are by store."""

from typing import Annotated, Any

from fastapi import Query
from foresail.queries import stores as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged, Search
from foresail_web.schemas.stores import StoreCollectionResponse

router = noun("/stores", "stores", dependencies=[permissions.may_read_forecasts])


@router.get("", response_model=StoreCollectionResponse)
def list_stores(
    page: Paged,
    search: Search = "",
    product: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="Only stores with a forecast of this product."),
    ] = None,
) -> dict[str, Any]:
    """Stores, by `name`; of a product also by `units` (`-units`: those with the most units ahead first)."""
    return queries.search(page, search, product)
