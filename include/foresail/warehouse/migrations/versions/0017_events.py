"""Events that people are mailed about, and what each subscriber chooses."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table, key, long_text

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables and the columns."""
    create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", key(120), nullable=False),
        sa.Column("facts", long_text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("name", name=op.f("uq_events_name")),
        **INNODB,
    )
    create_table(
        "event_deliveries",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscriber_id", key(16), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_deliveries_event_id")),
        sa.PrimaryKeyConstraint("event_id", "subscriber_id", name=op.f("pk_event_deliveries")),
        **INNODB,
    )
    columns = (
        sa.Column("events", sa.String(120), nullable=False, server_default="published"),
        sa.Column("language", sa.String(2), nullable=False, server_default="en"),
        sa.Column("about", long_text(), nullable=True),
    )
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("subscribers")}
    for column in columns:
        if column.name not in held:
            op.add_column("subscribers", column)
