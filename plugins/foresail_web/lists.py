"""The parameters of every list: page, order and search.

Dependencies are async: FastAPI sends a plain function to a thread, which costs more than all it does.
"""

from typing import Annotated

from fastapi import Depends, Query
from foresail.paging import LIMIT, LIMIT_MAX, OFFSET_MAX, Page


async def _page(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="The most entries to return.")] = LIMIT,
    offset: Annotated[int, Query(ge=0, le=OFFSET_MAX, description="How many entries to skip.")] = 0,
    sort: Annotated[
        str | None,
        Query(
            max_length=40,
            description="The field to sort by; put - before it for descending order.",
            examples=["-id"],
        ),
    ] = None,
) -> Page:
    return Page(limit, offset, sort)


Paged = Annotated[Page, Depends(_page)]
Search = Annotated[str, Query(max_length=255, description="Part of the name, in upper or lower case.")]
