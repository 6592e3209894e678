"""Products: the catalogue."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from foresail import deployment
from foresail.queries import products as queries
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.models.products import ProductCollectionResponse

router = APIRouter(prefix="/products", tags=["products"], dependencies=[guards.may_read_forecasts])


@router.get("", response_model=ProductCollectionResponse)
def list_products(
    search: Annotated[str, Query(max_length=255, description="A part of the name.")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    order: Annotated[
        Literal["name", "units"], Query(description="By name, or by units forecast for the next week.")
    ] = "name",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """Products whose name holds a text, by name or by size."""
    with reading(deployment.warehouse()) as connection:
        find = queries.search_largest if order == "units" else queries.search
        return find(connection, search, limit, offset)
