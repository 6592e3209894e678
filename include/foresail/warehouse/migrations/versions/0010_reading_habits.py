"""Beside the order of dates, the encoding and the number format that an uploader chose last are kept."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_table, key

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table and move the orders of dates to it; killed anywhere, it is done again."""
    create_table(
        "reading_habits",
        sa.Column("who", key(255), nullable=False),
        sa.Column("kind", key(32), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("who", "kind", name=op.f("pk_reading_habits")),
        **INNODB,
    )
    bind = op.get_bind()
    if not sa.inspect(bind).has_table("date_orders"):
        return
    moment = sa.column("decided_at", sa.DateTime)
    orders = sa.table("date_orders", sa.column("who"), sa.column("date_order"), moment)
    habits = sa.table(
        "reading_habits",
        sa.column("who"),
        sa.column("kind"),
        sa.column("choice"),
        sa.column("decided_at", sa.DateTime),
    )
    moved = set(bind.execute(sa.select(habits.c.who).where(habits.c.kind == "date_order")).scalars())
    for who, order, decided_at in bind.execute(sa.select(orders)).all():
        if who not in moved:
            bind.execute(
                sa.insert(habits).values(who=who, kind="date_order", choice=order, decided_at=decided_at)
            )
    op.drop_table("date_orders")
