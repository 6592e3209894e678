"""Answers about sales far above what their product ever sold, and about the columns of a header, are kept."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key, long_text

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table and the column."""
    create_table(
        "line_decisions",
        sa.Column("product_key", key(255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("store_key", key(255), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(255), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint(
            "product_key", "day", "store_key", "quantity", name=op.f("pk_line_decisions")
        ),
        **INNODB,
    )
    create_table(
        "known_layouts",
        sa.Column("fingerprint", key(64), nullable=False),
        sa.Column("columns", long_text(), nullable=False),
        sa.Column("saved_by", sa.String(255), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_known_layouts")),
        **INNODB,
    )
    create_index("ix_line_decisions_day", "line_decisions", ["day"])
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("uploads")}
    if "unusual_waiting" not in held:
        op.add_column(
            "uploads", sa.Column("unusual_waiting", sa.Integer(), nullable=False, server_default="0")
        )
