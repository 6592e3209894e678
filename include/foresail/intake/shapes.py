"""The shapes of what a check leaves as JSON, and of what other rooms read of it."""

from typing import TypedDict

from foresail.warehouse.shapes import LineChanges


class ProductOfFile(TypedDict):
    """A product as a file names it: its rows and the units sold in them."""

    name: str
    rows: int
    units: float


class LikelyMatch(TypedDict):
    """A known product that a new name may be a spelling of; `score` of 100."""

    name: str
    score: int


class NewProduct(ProductOfFile):
    """A product that neither the catalogue nor an alias knows, the best match first."""

    matches: list[LikelyMatch]


NearDuplicate = tuple[str, str, int]
"""Two names of a first upload that look alike, and their score of 100."""


class Question(TypedDict):
    """What is asked of an upload; a first upload asks nothing, and names its near duplicates."""

    is_first: bool
    products: list[NewProduct]
    near_duplicates: list[NearDuplicate]


class Unusual(TypedDict):
    """A sale far above what its product ever sold: its day (ISO), its cell, where nine of ten others lie."""

    product: str
    date: str
    store: str | None
    quantity: float
    sheet: str
    cell: str
    usual_low: float
    usual_high: float


class Changes(LineChanges):
    """What uploading a file would change."""

    products_unseen: list[NewProduct]
    unusual: list[Unusual]
    near_duplicates: list[NearDuplicate]
