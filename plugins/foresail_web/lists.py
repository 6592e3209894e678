"""How every list is asked for: by pages, in an order, with the entries that hold a text.

Dependencies are async: FastAPI sends a plain function to a thread, which costs more than all it does.
"""

from typing import Annotated

from fastapi import Depends, Query
from foresail.paging import LIMIT, LIMIT_MAX, OFFSET_MAX, Page


async def _page(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="How many entries at most.")] = LIMIT,
    offset: Annotated[int, Query(ge=0, le=OFFSET_MAX, description="How many entries to pass over.")] = 0,
    sort: Annotated[
        str | None,
        Query(max_length=40, description="A field to sort by, after - where it descends.", examples=["-id"]),
    ] = None,
) -> Page:
    return Page(limit, offset, sort)


Paged = Annotated[Page, Depends(_page)]
Search = Annotated[str, Query(max_length=255, description="A part of the name, in any case.")]
