"""The audit log: who did what, when, with the state before and after."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from foresail.clock import now
from foresail.paging import Page
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import audit


def record(
    connection: Connection, who: str, action: str, subject: str, *, before: Any = None, after: Any = None
) -> None:
    """Add a line to the log, in the transaction of the change it records."""
    values = {"happened_at": now(), "who": who, "action": action, "subject": subject}
    states = {
        name: None if state is None else json.dumps(state, default=str)
        for name, state in (("before", before), ("after", after))
    }
    connection.execute(insert(audit).values(**values, **states))


def search(
    connection: Connection,
    page: Page,
    *,
    who: str | None = None,
    action: str | Sequence[str] | None = None,
    subject: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """Lines of the log, newest first: total and one page; `since` and `until` are days in UTC, both in."""
    wanted = {audit.c.who: who, audit.c.action: action, audit.c.subject: subject}
    query = select(audit)
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column.in_([value] if isinstance(value, str) else value))
    if since is not None:
        query = query.where(audit.c.happened_at >= datetime.combine(since, time.min))
    if until is not None:
        query = query.where(audit.c.happened_at <= datetime.combine(until, time.max))
    total, rows = fetch(
        connection, query, page, {"happened_at": audit.c.happened_at, "id": audit.c.id}, "-id"
    )
    return {"total": total, "entries": [_shown(row) for row in rows]}


def _shown(row: RowMapping) -> dict[str, Any]:
    states = {name: json.loads(row[name]) if row[name] else None for name in ("before", "after")}
    return {**row, **states}
