"""Bodies of stores."""

from pydantic import Field

from foresail_web.schemas.body import Answer


class StoreResponse(Answer):
    """A store, and of the product that was asked for what is forecast there."""

    name: str
    units_ahead: float | None = Field(
        description="Mean forecast of the coming week, or month, in units; null without a product."
    )


class StoreCollectionResponse(Answer):
    """One page of stores."""

    total: int
    stores: list[StoreResponse]
