"""Which days of demand changed, what was thinned, and which mails were claimed and sent."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table, key

revision = "0014"
down_revision = "0013"
COLUMNS = {
    "forecast_runs": (("scored_version", sa.Integer()), ("thinned_at", sa.DateTime())),
    "models": (("thinned_at", sa.DateTime()),),
}


def upgrade() -> None:
    """Make the tables and the columns."""
    create_table(
        "demand_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recounted", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_demand_days")),
        **INNODB,
    )
    create_table(
        "deliveries",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscriber_id", key(16), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_deliveries_run_id")),
        sa.PrimaryKeyConstraint("run_id", "subscriber_id", name=op.f("pk_deliveries")),
        **INNODB,
    )
    create_table(
        "signing_keys",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_signing_keys")),
        **INNODB,
    )
    for table, columns in COLUMNS.items():
        held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
        for name, kind in columns:
            if name not in held:
                op.add_column(table, sa.Column(name, kind, nullable=True))
