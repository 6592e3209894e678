"""The key that links and addresses are signed with is there from the start: it was made when first needed."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the key, unless there is one: links in mails that were sent stay valid."""
    keys = sa.table("signing_keys", sa.column("name"), sa.column("value"))
    bind = op.get_bind()
    if bind.execute(sa.select(keys.c.name).where(keys.c.name == "links")).first() is None:
        bind.execute(sa.insert(keys).values(name="links", value=secrets.token_hex(32)))
