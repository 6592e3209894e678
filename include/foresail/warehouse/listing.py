"""Cuts a query to the page that was asked for, counts what it has in all, and compares texts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from foresail.paging import Page


def fetch(
    connection: Connection,
    query: Select[Any],
    page: Page,
    fields: Mapping[str, ColumnElement[Any]],
    usual: str,
) -> tuple[int, list[RowMapping]]:
    """How many rows a query has, and one page; the last of `fields` breaks ties. Raises BadRequest."""
    name, descends = page.order(tuple(fields), usual)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = connection.execute(counted).scalar_one()
    wanted = fields[name].desc() if descends else fields[name]
    ordered = query.order_by(wanted, list(fields.values())[-1])
    rows = connection.execute(ordered.limit(page.limit).offset(page.offset)).mappings().all()
    return total, list(rows)


def same_text(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a column holds a text, in upper or lower case: SQLite folds no letters but those of ASCII.

    By its bytes, for MySQL would take Müller for Muller.
    """
    wanted = text.strip()
    return (func.hex(column) == _hex(wanted)) | (func.hex(func.lower(column)) == _hex(wanted.lower()))


def _hex(text: str) -> str:
    return text.encode().hex().upper()
