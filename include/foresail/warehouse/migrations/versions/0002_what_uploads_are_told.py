"""How uploads are read and what their new products are: readings, decisions, aliases, mappings."""

import json

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key, long_text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, and move each upload's order of dates into its reading."""
    bind = op.get_bind()
    if sa.inspect(bind).has_table("product_aliases"):
        op.drop_table("product_aliases")  # nothing has ever written to it
    _add_columns()
    _move_date_orders(bind)
    text, moment = sa.String(length=255), sa.DateTime()
    create_table(
        "product_decisions",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", key(255), nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("target", text, nullable=True),
        sa.Column("decided_by", text, nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_product_decisions_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "key", name=op.f("pk_product_decisions")),
        **INNODB,
    )
    create_table(
        "aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", key(255), nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("target", text, nullable=True),
        sa.Column("decided_by", text, nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
        sa.UniqueConstraint("key", name=op.f("uq_aliases_key")),
        **INNODB,
    )
    create_table(
        "alias_uses",
        sa.Column("alias_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["alias_id"], ["aliases.id"], name=op.f("fk_alias_uses_alias_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_alias_uses_upload_id")),
        sa.PrimaryKeyConstraint("alias_id", "upload_id", name=op.f("pk_alias_uses")),
        **INNODB,
    )
    create_index("ix_alias_uses_upload_id", "alias_uses", ["upload_id"])
    create_table(
        "column_mappings",
        sa.Column("name", key(100), nullable=False),
        sa.Column("columns", long_text(), nullable=False),
        sa.Column("saved_by", text, nullable=False),
        sa.Column("saved_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_column_mappings")),
        **INNODB,
    )
    create_table(
        "date_orders",
        sa.Column("who", key(255), nullable=False),
        sa.Column("date_order", sa.String(length=16), nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_date_orders")),
        **INNODB,
    )


def _add_columns() -> None:
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("uploads")}
    for column in (
        sa.Column("reading", long_text(), nullable=True),
        sa.Column("products_waiting", sa.Integer(), nullable=False, server_default="0"),
        sa.Column(
            "must_restore", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()
        ),
    ):
        if column.name not in held:
            op.add_column("uploads", column)


def _move_date_orders(bind: sa.Connection) -> None:
    """Keep the order that an upload came with; killed anywhere, it is done again."""
    if "date_order" not in {column["name"] for column in sa.inspect(bind).get_columns("uploads")}:
        return
    uploads = sa.table("uploads", sa.column("id"), sa.column("date_order"), sa.column("reading"))
    for number, order in bind.execute(sa.select(uploads.c.id, uploads.c.date_order)).all():
        reading = json.dumps({"date_order": order})
        bind.execute(sa.update(uploads).where(uploads.c.id == number).values(reading=reading))
    op.drop_column("uploads", "date_order")
