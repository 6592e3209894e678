"""Stores: where products are sold, and where forecasts are by store."""

from typing import Annotated, Any

from fastapi import Query
from foresail import deployment
from foresail.queries import stores as queries
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.lists import Paged, Search
from foresail_web.models.stores import StoreCollectionResponse
from foresail_web.routing import noun

router = noun("/stores", "stores", dependencies=[guards.may_read_forecasts])


@router.get("", response_model=StoreCollectionResponse)
def list_stores(
    page: Paged,
    search: Search = "",
    product: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="Only stores that have a forecast of this product."),
    ] = None,
) -> dict[str, Any]:
    """Stores, by `name`; of a product also by `units` (`-units`: those with the most units ahead first)."""
    with reading(deployment.warehouse()) as connection:
        return queries.search(connection, page, search, product)
