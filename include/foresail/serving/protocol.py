"""What a model server is sent and answers: JSON in the form of a Vertex AI prediction.

Numbers may pass as 12.0 for 12 on their way, which is why whole ones are read leniently.
"""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from foresail.errors import BadRequest
from foresail.metrics import SeriesFigures
from foresail.settings import HORIZON_MAX

PRODUCTS_MAX = 100
BODY_MAX_BYTES = 1_500_000
"""Vertex AI's own bound of a question, and of an answer."""
Id = Annotated[int, Meta(ge=1)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
T = TypeVar("T")


class Product(Struct, frozen=True):
    """A product that is asked for, by its number and the key of its name."""

    product_id: Id
    key: str


class Parameters(Struct, frozen=True):
    """How many steps ahead, and the fields of a `making.Origin`."""

    horizon: Annotated[int, Meta(ge=1, le=HORIZON_MAX)]
    model_id: Id
    model_sha256: Sha256
    snapshot_id: Id
    snapshot_key: Annotated[str, Meta(pattern="^snapshots/[a-z0-9-]+$")]
    planned_by: str
    frequency: str


class Question(Struct, frozen=True):
    """The body of a call."""

    instances: Annotated[list[Product], Meta(min_length=1, max_length=PRODUCTS_MAX)]
    parameters: Parameters


class Series(SeriesFigures, frozen=True):
    """A product's forecast, over all stores (0) or in one, and why: a row of table `forecast_series`.

    `steps` are little-endian doubles (`foresail.warehouse.packing`), base64 on their way.
    """

    product_id: Id
    store_id: Annotated[int, Meta(ge=0)]
    demand_class: str
    method: str
    method_label: str | None
    fell_back: bool
    intended: str | None
    reason: str
    units_ahead: float
    steps: bytes
    naive: bytes | None = None
    mase_scale: float | None = None


class Answer(Struct, frozen=True):
    """The body of an answer."""

    predictions: list[Series]


def encode(content: Struct) -> bytes:
    """A question or an answer as JSON."""
    return msgspec.json.encode(content)


def decode(data: bytes, kind: type[T]) -> T:
    """A question or an answer from JSON; raises BadRequest, which says what is wrong with it."""
    try:
        return msgspec.json.decode(data, type=kind, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(
            f"The body cannot be read: {error}.", "Send what docs/deploying.md shows."
        ) from error


def to_rows(answer: Answer) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return [msgspec.structs.asdict(series) for series in answer.predictions]
