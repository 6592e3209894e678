"""Runs for one question, forecasts against what was sold, and uploads sent again under one key."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table, key

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is missing; every run there is was made for all to see."""
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("forecast_runs")}
    if "on_request" not in held:
        on_request = sa.Boolean(create_constraint=False)
        op.add_column(
            "forecast_runs", sa.Column("on_request", on_request, nullable=False, server_default=sa.false())
        )
    create_table(
        "outcomes",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("sold", "forecast", "absolute_error", "inside_80", "inside_95")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_outcomes_run_id")),
        sa.PrimaryKeyConstraint("run_id", "day", name=op.f("pk_outcomes")),
        **INNODB,
    )
    create_table(
        "idempotency_keys",
        sa.Column("who", key(255), nullable=False),
        sa.Column("name", key(255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_idempotency_keys_upload_id")),
        sa.PrimaryKeyConstraint("who", "name", name=op.f("pk_idempotency_keys")),
        **INNODB,
    )
