"""Bodies of subscribers."""

from typing import Annotated

from foresail.mail_events import Kind, Language
from pydantic import Field

from foresail_web.schemas.body import Answer, Body, Moment

Events = Annotated[list[Kind], Field(max_length=12, description="The kinds of mail.")]
Name = Annotated[str, Field(min_length=1, max_length=255)]
Names = Annotated[list[Name], Field(default_factory=list, max_length=200)]


class SubscriberBody(Body):
    """Someone to add, or to change; products, categories, stores and producers are those of the digest."""

    email: str = Field(max_length=254, examples=["planner@example.com"])
    events: Events | None = Field(None, description="By default, what was chosen before, or new forecasts.")
    language: Language = Field("en", description="Of dates and numbers.")
    products: Names
    categories: Names
    stores: Names
    producers: Names


class SubscriberResponse(Answer):
    """Someone who gets mail."""

    id: str
    email: str
    added_by: str
    added_at: Moment
    refusals: int = Field(
        description="Mails, one after the other, whose receiver the mail server refused for good."
    )
    stopped_at: Moment | None = Field(
        description="Since when no mail is sent, as there were too many of these."
    )
    events: list[Kind]
    language: Language
    products: list[str]
    categories: list[str]
    stores: list[str]
    producers: list[str]


class SubscriberCollectionResponse(Answer):
    """Everyone who gets mail."""

    total: int
    subscribers: list[SubscriberResponse]


class MailPreviewResponse(Answer):
    """The mail about new forecasts as it would be now."""

    subject: str
    html: str = Field(description="A page for a browser; it holds its picture, and loads nothing.")
