"""Forecasts: the cache, looked up."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from foresail import deployment
from foresail.queries import forecasts as queries
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.models.forecasts import ForecastResponse

router = APIRouter(prefix="/forecasts", tags=["forecasts"], dependencies=[guards.may_read_forecasts])


@router.get("", response_model=ForecastResponse)
def get_forecast(
    product: Annotated[str, Query(min_length=1, max_length=255, description="The product's name.")],
    store: Annotated[
        str | None, Query(min_length=1, max_length=255, description="One store; all together if left out.")
    ] = None,
    horizon: Annotated[int | None, Query(description="Steps ahead; all if left out.")] = None,
) -> dict[str, Any]:
    """The published forecast of a product: the mean and nine quantiles a step, and where they come from."""
    with reading(deployment.warehouse()) as connection:
        return queries.read_forecast(connection, product, horizon, store)
