"""Saved column mappings: which of Foresail's columns a planner's own headers are."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from foresail.clock import now
from foresail.columns import COLUMNS, NAMES
from foresail.errors import BadRequest, UnknownMapping
from foresail.paging import Page, fetch
from foresail.warehouse import audit
from foresail.warehouse.tables import column_mappings

NAME_MAX = 100
HEADER_MAX = 255


def check_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """A mapping in Foresail's own names; raises BadRequest where a column is none or a header no text."""
    checked = {}
    for name, header in columns.items():
        known = NAMES.get(name)
        if known is None:
            raise BadRequest(
                f"No column is called {str(name)[:80]!r}.",
                f"Use {', '.join(column.name for column in COLUMNS)}.",
            )
        if not isinstance(header, str) or not 0 < len(header.strip()) <= HEADER_MAX:
            raise BadRequest(
                f"The header for {known} is no text.", "Send the header as it stands in the workbook."
            )
        checked[known] = header.strip()
    if len(set(checked.values())) < len(checked):
        raise BadRequest("One header is given for two columns.", "Give each column a header of its own.")
    return checked


def save(connection: Connection, name: str, columns: Mapping[str, str], who: str) -> None:
    """Keep a mapping under a name, in place of one of that name; raises BadRequest."""
    name = name.strip()
    if not 0 < len(name) <= NAME_MAX or any(
        sign == "/" or unicodedata.category(sign)[0] == "C" for sign in name
    ):
        raise BadRequest(
            "The mapping's name is empty, too long, or holds a slash or a control sign.",
            f"Use up to {NAME_MAX} plain signs.",
        )
    columns = check_columns(columns)
    if not columns:
        raise BadRequest("The mapping is empty.", "Name at least one column and its header.")
    before = find(connection, name)
    connection.execute(delete(column_mappings).where(column_mappings.c.name == name))
    text = json.dumps(columns, ensure_ascii=False)
    connection.execute(insert(column_mappings).values(name=name, columns=text, saved_by=who, saved_at=now()))
    known = before and json.loads(before["columns"])
    audit.record(connection, who, "save mapping", f"mapping {name}", before=known, after=columns)


def find(connection: Connection, name: str) -> RowMapping | None:
    """A mapping as it is stored, if there is one."""
    query = select(column_mappings).where(column_mappings.c.name == name)
    return connection.execute(query).mappings().first()


def get(connection: Connection, name: str) -> dict[str, Any]:
    """One mapping; raises UnknownMapping."""
    row = find(connection, name)
    if row is None:
        raise UnknownMapping(f"No mapping is called {name[:80]!r}.", "See GET /mappings.")
    return {**row, "columns": json.loads(row["columns"])}


def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Mappings whose name holds a text: total and one page."""
    query = select(column_mappings).where(column_mappings.c.name.contains(text, autoescape=True))
    fields = {"saved_at": column_mappings.c.saved_at, "name": column_mappings.c.name}
    total, rows = fetch(connection, query, page, fields, "name")
    return {"total": total, "mappings": [{**row, "columns": json.loads(row["columns"])} for row in rows]}


def remove(connection: Connection, name: str, who: str) -> None:
    """Forget a mapping; raises UnknownMapping. What was read with it stays as it is."""
    known = get(connection, name)
    connection.execute(delete(column_mappings).where(column_mappings.c.name == name))
    audit.record(connection, who, "remove mapping", f"mapping {name}", before=known["columns"])
