"""Saved column mappings: which of a planner's own headers holds which column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from foresail.clock import now
from foresail.errors import UnknownMapping
from foresail.paging import Page
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import column_mappings


def save(connection: Connection, name: str, columns: Mapping[str, str], who: str) -> None:
    """Keep a mapping under a name, in place of one of that name."""
    connection.execute(delete(column_mappings).where(column_mappings.c.name == name))
    text = json.dumps(columns, ensure_ascii=False)
    connection.execute(insert(column_mappings).values(name=name, columns=text, saved_by=who, saved_at=now()))


@dataclass(frozen=True)
class SavedMapping:
    """The headers of a planner's own workbooks by Foresail's column names."""

    name: str
    columns: dict[str, str]
    saved_by: str
    saved_at: datetime


def _record(row: RowMapping) -> SavedMapping:
    return SavedMapping(**{**row, "columns": json.loads(row["columns"])})


def find(connection: Connection, name: str) -> SavedMapping | None:
    """A mapping by its name, if there is one."""
    query = select(column_mappings).where(column_mappings.c.name == name)
    row = connection.execute(query).mappings().first()
    return _record(row) if row else None


def get(connection: Connection, name: str) -> SavedMapping:
    """One mapping; raises UnknownMapping."""
    found = find(connection, name)
    if found is None:
        raise UnknownMapping(f"There is no mapping named {name[:80]!r}.", "See GET /mappings.")
    return found


def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Mappings whose name holds a text: total and one page."""
    query = select(column_mappings).where(column_mappings.c.name.contains(text, autoescape=True))
    fields = {"saved_at": column_mappings.c.saved_at, "name": column_mappings.c.name}
    total, rows = fetch(connection, query, page, fields, "name")
    return {"total": total, "mappings": [_record(row) for row in rows]}


def remove(connection: Connection, name: str) -> None:
    """Forget a mapping. What was read with it stays as it is."""
    connection.execute(delete(column_mappings).where(column_mappings.c.name == name))
