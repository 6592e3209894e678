"""Who had the file of an upload erased, and when."""

import sqlalchemy as sa

from foresail.warehouse.migrations.building import add_column

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns."""
    add_column("uploads", sa.Column("erased_by", sa.String(255), nullable=True))
    add_column("uploads", sa.Column("erased_at", sa.DateTime(), nullable=True))
