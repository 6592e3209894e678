"""Changes only of what is still as it was read: the header `If-Match` (RFC 9110, 13.1.1)."""

from typing import Annotated

from fastapi import Header

IfMatch = Annotated[
    str | None,
    Header(max_length=80, description="The `version` of what you read: 412 if someone has changed it since."),
]


def read_version(if_match: str | None) -> str | None:
    """The version that `If-Match` names; None where any will do."""
    named = (if_match or "*").strip()
    return None if named == "*" else named.removeprefix("W/").strip('"')
