"""The row that whoever edits a schedule locks."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
LOCKS = sa.table("locks", sa.column("name", sa.String))


def upgrade() -> None:
    """Make the row."""
    held = sa.select(LOCKS).where(LOCKS.c.name == "schedules")
    if op.get_bind().execute(held).first() is None:
        op.bulk_insert(LOCKS, [{"name": "schedules"}])
