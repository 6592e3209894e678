"""Bodies of products."""

from pydantic import Field

from foresail_web.schemas.body import Answer


class ProductResponse(Answer):
    """A product; what a forecast says of it is null until it has one."""

    name: str
    demand_class: str | None = Field(description="smooth, erratic, intermittent, lumpy, short and so on.")
    is_active: bool | None = Field(description="Whether it is still sold.")
    units_ahead: float | None = Field(description="Mean forecast of the coming week, or month, in units.")
    category: str | None = Field(description="What the newest upload with a category for it says.")
    attributes: dict[str, str] = Field(description="What else uploads say of it, by their own headings.")


class ProductCollectionResponse(Answer):
    """One page of products."""

    total: int
    products: list[ProductResponse]


class AttributeValueResponse(Answer):
    """A value that products have: `name` is `category`, or the heading of an attribute."""

    name: str
    value: str
    products: int


class AttributeCollectionResponse(Answer):
    """All values of categories and attributes."""

    attributes: list[AttributeValueResponse]
