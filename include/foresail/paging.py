"""Lists page and sort the same way everywhere: what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from foresail.errors import BadRequest

LIMIT, LIMIT_MAX = 50, 1000
OFFSET_MAX = 10_000_000


@dataclass(frozen=True)
class Page:
    """At most `limit` entries from `offset` on, by `sort`: a field's name, after `-` where it descends."""

    limit: int = LIMIT
    offset: int = 0
    sort: str | None = None

    def order(self, fields: Sequence[str], usual: str) -> tuple[str, bool]:
        """The field to sort by and whether it descends; raises BadRequest naming the fields there are."""
        wanted = self.sort or usual
        name = wanted.removeprefix("-")
        if name not in fields:
            raise BadRequest(
                f"The list cannot be sorted by {name[:40]!r}.",
                f"Use {', '.join(fields)}, with - before it for descending order.",
            )
        return name, wanted.startswith("-")
