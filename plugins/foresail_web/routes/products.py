"""Products: the catalogue."""

from typing import Annotated, Any, Literal

from fastapi import Query
from foresail.queries import products as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged, Search
from foresail_web.schemas.products import AttributeCollectionResponse, ProductCollectionResponse

router = noun("/products", "products", dependencies=[permissions.may_read_forecasts])
DemandClass = Literal[
    "smooth", "erratic", "intermittent", "lumpy", "seasonal", "short", "not-yet", "no-longer-sold"
]

OfClass = Annotated[DemandClass | None, Query(description="Only products of this demand class.")]
Active = Annotated[
    bool | None, Query(description="Only products still on sale, or only those no longer sold.")
]
OfCategory = Annotated[
    str | None, Query(min_length=1, max_length=255, description="Only products of this category.")
]


@router.get("", response_model=ProductCollectionResponse)
def list_products(
    page: Paged,
    search: Search = "",
    demand_class: OfClass = None,
    active: Active = None,
    category: OfCategory = None,
    attribute: Annotated[
        list[Annotated[str, Query(min_length=3, max_length=376, pattern="^[^:]+:.")]],
        Query(
            max_length=5,
            description="Only products that have this, as name:value.",
            examples=[["Colour:Red"]],
        ),
    ] = [],  # noqa: B006
) -> dict[str, Any]:
    """Products, by `name` or by `units` (`-units`: those with the most units ahead first)."""
    said = [(name, value) for name, _, value in (each.partition(":") for each in attribute)]
    if category is not None:
        said.append((queries.CATEGORY, category))
    return queries.search(page, search, demand_class, active, said)


@router.get("/attributes", response_model=AttributeCollectionResponse)
def list_attributes() -> dict[str, Any]:
    """The categories and attributes of products, with how many products have each value."""
    return {"attributes": queries.list_attributes()}
