"""Lists page, sort and filter the same way everywhere: what was asked for, and how a query is cut to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

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
                f"There is no sorting by {name[:40]!r}.",
                f"Use {', '.join(fields)}, with - before it for descending order.",
            )
        return name, wanted.startswith("-")


def fetch(
    connection: Connection,
    query: Select,
    page: Page,
    fields: Mapping[str, ColumnElement],
    usual: str,
) -> tuple[int, list[RowMapping]]:
    """How many rows a query has, and one page; the last of `fields` settles ties. Raises BadRequest."""
    name, descends = page.order(tuple(fields), usual)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = connection.execute(counted).scalar_one()
    wanted = fields[name].desc() if descends else fields[name]
    ordered = query.order_by(wanted, list(fields.values())[-1])
    rows = connection.execute(ordered.limit(page.limit).offset(page.offset)).mappings().all()
    return total, list(rows)


def cut(
    rows: Sequence[dict[str, Any]], page: Page, fields: Sequence[str], usual: str
) -> list[dict[str, Any]]:
    """One page of rows that are in memory; raises BadRequest."""
    name, descends = page.order(fields, usual)
    ordered = sorted(rows, key=lambda row: row[name], reverse=descends)
    return ordered[page.offset : page.offset + page.limit]
