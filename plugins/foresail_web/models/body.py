"""What all bodies have in common, and the form of times and errors."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Body(BaseModel):
    """A body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """An answer that leaves out what it does not declare."""

    model_config = ConfigDict(extra="ignore")


class Error(BaseModel):
    """The body of every error; `details` only where a program can help to mend it."""

    code: str
    message: str
    hint: str
    details: dict[str, Any] | None = None


def _with_offset(moment: datetime) -> str:
    return moment.replace(tzinfo=moment.tzinfo or UTC).isoformat()


Moment = Annotated[datetime, PlainSerializer(_with_offset, return_type=str)]
"""A time in ISO 8601 with its offset."""
