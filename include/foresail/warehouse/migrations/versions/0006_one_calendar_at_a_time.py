"""A lock for the calendar: two who replace it at once must not both be kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

LOCKS = sa.table("locks", sa.column("name", sa.String))


def upgrade() -> None:
    """Add the lock, unless a run of this that was cut short has."""
    held = op.get_bind().execute(sa.select(LOCKS.c.name)).scalars().all()
    if "calendar" not in held:
        op.bulk_insert(LOCKS, [{"name": "calendar"}])
