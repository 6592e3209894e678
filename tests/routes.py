"""The routes of the app, however deep its routers lie in each other."""

from collections.abc import Iterable, Iterator
from typing import Any


def flatten(tree: Iterable[Any]) -> Iterator[Any]:
    """Every route below a tree of routes and routers."""
    for route in tree:
        router = getattr(route, "original_router", None)
        if router is None:
            yield route
        else:
            yield from flatten(router.routes)
