"""Lines that newer uploads stand in for are kept, so that an upload can be withdrawn."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables, and the columns of what an upload is the truth for."""
    _make_tables()
    _add_columns()
    _recount()


def _make_tables() -> None:
    create_table(
        "superseded_sales",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_key", key(64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("unit_price", sa.Double(), nullable=True),
        sa.Column("producer", sa.String(60), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "transaction_key", "line", name=op.f("pk_superseded_sales")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_superseded_sales_upload_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_superseded_sales_product_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_superseded_sales_store_id")),
        **INNODB,
    )
    create_index("ix_superseded_sales_superseded_by", "superseded_sales", ["superseded_by"])
    create_index("ix_superseded_sales_transaction_key", "superseded_sales", ["transaction_key"])
    create_table(
        "emptied_transactions",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_key", key(64), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "transaction_key", name=op.f("pk_emptied_transactions")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_emptied_transactions_upload_id")
        ),
        **INNODB,
    )
    create_index("ix_emptied_transactions_transaction_key", "emptied_transactions", ["transaction_key"])
    create_table(
        "moving_lines",
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_key", key(64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("upload_id", "transaction_key", "line", name=op.f("pk_moving_lines")),
        **INNODB,
    )


def _add_columns() -> None:
    inspector = sa.inspect(op.get_bind())
    held = {column["name"] for column in inspector.get_columns("uploads")}
    for column in (
        sa.Column("rows_replaced", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(10), nullable=True),
        sa.Column("covers", sa.String(10), nullable=True),
        sa.Column("mode_from", sa.String(10), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("period", sa.String(10), nullable=True),
        sa.Column("is_mixed", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()),
        sa.Column("withdrawn_by", sa.String(255), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
    ):
        if column.name not in held:
            op.add_column("uploads", column)
    if "sales_rows" in held:
        op.drop_column("uploads", "sales_rows")
    # The same bytes may come again once their upload was withdrawn.
    if "uq_uploads_sha256" in {unique["name"] for unique in inspector.get_unique_constraints("uploads")}:
        with op.batch_alter_table("uploads") as table:
            table.drop_constraint("uq_uploads_sha256", type_="unique")
    create_index("ix_uploads_sha256", "uploads", ["sha256"])


def _recount() -> None:
    """What was stored before added to what there was; its lines that still count are counted."""
    bind = op.get_bind()
    names = ("id", "data_version", "rows_stored", "mode", "mode_from", "first_day", "last_day")
    uploads = sa.table("uploads", *(sa.column(name) for name in names))
    sales = sa.table("sales", sa.column("upload_id"), sa.column("day"))

    def of_upload(value: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
        return sa.select(value).where(sales.c.upload_id == uploads.c.id).scalar_subquery()

    stored = uploads.c.data_version.is_not(None) & uploads.c.mode.is_(None)
    found = {
        "rows_stored": of_upload(sa.func.count()),
        "first_day": of_upload(sa.func.min(sales.c.day)),
        "last_day": of_upload(sa.func.max(sales.c.day)),
    }
    bind.execute(sa.update(uploads).where(stored).values(**found, mode="add", mode_from="rule"))
