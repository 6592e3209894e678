"""Subscribers become rows, written with their line of the audit log; and lines of sales are kept count of."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import create_table, key

revision = "0009"
down_revision = "0008"
FOLDER = "subscribers"
"""Where they were kept before, in the object storage."""


def upgrade() -> None:
    """Make the table and the column, and bring over who was kept in the object storage."""
    create_table(
        "subscribers",
        sa.Column("id", key(16), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("added_by", sa.String(255), nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    )
    if "sales_rows" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("uploads")}:
        op.add_column("uploads", sa.Column("sales_rows", sa.Integer(), nullable=True))
    config = op.get_context().config
    open_storage = config.attributes.get("storage") if config else None
    if open_storage is not None:
        _bring_over(open_storage)


def _bring_over(open_storage: Callable[[], Any]) -> None:
    storage = open_storage()
    table = sa.table(
        "subscribers",
        *(sa.column(name) for name in ("id", "email", "added_by")),
        sa.column("added_at", sa.DateTime),
    )
    bind = op.get_bind()
    known = set(bind.execute(sa.select(table.c.id)).scalars())
    for stored in storage.keys(FOLDER):
        kept = storage.read_json(stored)
        if kept["id"] not in known:
            added_at = datetime.fromisoformat(kept["added_at"]).replace(tzinfo=None)
            bind.execute(sa.insert(table).values(**{**kept, "added_at": added_at}))
