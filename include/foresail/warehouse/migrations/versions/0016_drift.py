"""What was found to have changed in sales and errors, and how far they were looked at."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "drifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(20), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("size", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drifts")),
        **INNODB,
    )
    create_table(
        "drift_looks",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_drift_looks")),
        **INNODB,
    )
    create_index("ix_drifts_found_on", "drifts", ["found_on"])
