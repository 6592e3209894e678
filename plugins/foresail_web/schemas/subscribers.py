"""Bodies of subscribers."""

from pydantic import Field

from foresail_web.schemas.body import Answer, Body, Moment


class SubscriberBody(Body):
    """Someone to add."""

    email: str = Field(max_length=254, examples=["planner@example.com"])


class SubscriberResponse(Answer):
    """Someone who gets the digest."""

    id: str
    email: str
    added_by: str
    added_at: Moment


class SubscriberCollectionResponse(Answer):
    """Everyone who gets the digest."""

    total: int
    subscribers: list[SubscriberResponse]
