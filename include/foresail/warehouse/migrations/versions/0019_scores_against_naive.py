"""Pinball, MASE and seasonal naive beside each outcome, and outcomes by class, category and store."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, add_column, create_table, key

revision = "0019"
down_revision = "0018"
COMPARED = (
    "pinball",
    "scaled",
    "scaled_error",
    "naive_sold",
    "naive_forecast",
    "naive_error",
    "naive_compared",
)
SUMMED = ("sold", "forecast", "absolute_error", "inside_80", "inside_95")


def upgrade() -> None:
    """Make them, and have what still has its series scored once more."""
    add_column("forecast_series", sa.Column("naive", sa.LargeBinary(), nullable=True))
    add_column("forecast_series", sa.Column("mase_scale", sa.Double(), nullable=True))
    for name in COMPARED:
        add_column("outcomes", sa.Column(name, sa.Double(), nullable=True))
    create_table(
        "outcome_parts",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("name", key(255), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=False) for name in SUMMED),
        *(sa.Column(name, sa.Double(), nullable=True) for name in COMPARED),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_outcome_parts_run_id")),
        sa.PrimaryKeyConstraint("run_id", "day", "kind", "name", name=op.f("pk_outcome_parts")),
        **INNODB,
    )
    op.execute("UPDATE forecast_runs SET scored_version = NULL")
