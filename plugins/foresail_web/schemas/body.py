"""What all bodies have in common, and the form of times and errors."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


class Body(BaseModel):
    """A body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer that leaves out what it does not declare."""

    model_config = ConfigDict(extra="ignore")


class Error(BaseModel):
    """The body of every error; `details` only where a program can help to mend it.

    The `id` finds it in the api-server's log.
    """

    code: str = Field(examples=["unknown-product"])
    message: str = Field(
        description="What is wrong, and where.", examples=["There is no product named 'Tee'."]
    )
    hint: str = Field(
        description="What to do about it.", examples=["Search for its name with GET /products?search=..."]
    )
    id: str = Field(examples=["5f0c1d2e3a4b"])
    details: dict[str, Any] | None = None


def _with_offset(moment: datetime) -> str:
    return moment.replace(tzinfo=moment.tzinfo or UTC).isoformat()


Moment = Annotated[datetime, PlainSerializer(_with_offset, return_type=str)]
"""A time in ISO 8601 with its offset."""
