"""What withdrawing an upload would change: its lines go, and what it stood in for counts again."""

import polars as pl
from sqlalchemy import Connection, Table

from foresail.warehouse import superseding
from foresail.warehouse.changes import count_months
from foresail.warehouse.modes import Mode
from foresail.warehouse.shapes import WithdrawalChanges
from foresail.warehouse.tables import sales, superseded_sales


def foresee_withdrawal(connection: Connection, upload_id: int) -> WithdrawalChanges:
    """Count the lines that would go and those that would count again; units a month before and after."""
    lost = _read(connection, sales, sales.c.upload_id == upload_id)
    aside = _read(connection, superseded_sales, superseded_sales.c.superseded_by == upload_id)
    others = superseding.read_coverages(connection, without=upload_id)
    new_days = frozenset(other.upload_id for other in others if other.mode is Mode.NEW_DAYS)
    by = superseding.find_superseding(connection, aside, others, new_days)
    returning = aside.filter(by.is_null())
    return {
        "lines_removed": lost.height,
        "lines_returning": returning.height,
        "uploads_returning": sorted(returning["upload_id"].unique().to_list()),
        "months": count_months(connection, returning, lost),
    }


def _read(connection: Connection, table: Table, which: superseding.Condition) -> pl.DataFrame:
    return superseding.read_rows(connection, table, which, with_quantity=True)
