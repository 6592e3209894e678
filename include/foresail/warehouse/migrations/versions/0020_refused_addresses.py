"""How often the mail server has refused a subscriber's address, and since when it is sent no mail."""

import sqlalchemy as sa

from foresail.warehouse.migrations.building import add_column

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the columns."""
    add_column("subscribers", sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
    add_column("subscribers", sa.Column("stopped_at", sa.DateTime(), nullable=True))
