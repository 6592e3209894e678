"""Reads the audit log: who did what, and when."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import audit


@question
def search(
    connection: Connection,
    page: Page,
    *,
    who: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """Lines of the log, newest first: total and one page; `since` and `until` are days in UTC, both in."""
    return audit.search(connection, page, who=who, action=action, subject=subject, since=since, until=until)
