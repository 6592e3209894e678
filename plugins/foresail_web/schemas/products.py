"""Bodies of products."""

from pydantic import Field

from foresail_web.schemas.body import Answer


class ProductResponse(Answer):
    """A product; what a forecast says of it is null until it has one."""

    name: str
    demand_class: str | None = Field(description="smooth, erratic, intermittent, lumpy, short and so on.")
    is_active: bool | None = Field(description="Whether it is still sold.")
    units_ahead: float | None = Field(description="Mean forecast of the coming week, or month, in units.")


class ProductCollectionResponse(Answer):
    """One page of products."""

    total: int
    products: list[ProductResponse]
