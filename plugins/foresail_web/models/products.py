"""Bodies of products."""

from foresail_web.models.body import Answer


class ProductResponse(Answer):
    """A product."""

    name: str


class ProductCollectionResponse(Answer):
    """One page of products."""

    total: int
    products: list[ProductResponse]
