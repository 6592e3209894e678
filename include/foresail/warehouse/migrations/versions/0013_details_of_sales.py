"""What sheets say beside their sales is kept: attributes of products, customers, channels, stock."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table and the columns."""
    create_table(
        "product_attributes",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", key(120), nullable=False),
        sa.Column("upload_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.Column("value_key", key(255), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_attributes_product_id")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_product_attributes_upload_id")),
        sa.PrimaryKeyConstraint("product_id", "name", "upload_id", name=op.f("pk_product_attributes")),
        **INNODB,
    )
    create_index("ix_product_attributes_upload_id", "product_attributes", ["upload_id"])
    create_index("ix_product_attributes_value_key", "product_attributes", ["value_key"])
    for table in ("sales", "superseded_sales"):
        held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
        for column in (
            sa.Column("customer", sa.String(255), nullable=True),
            sa.Column("channel", sa.String(120), nullable=True),
            sa.Column("line_id", sa.String(60), nullable=True),
            sa.Column("stock", sa.Double(), nullable=True),
        ):
            if column.name not in held:
                op.add_column(table, column)
    if "stock" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("daily_demand")}:
        op.add_column("daily_demand", sa.Column("stock", sa.Double(), nullable=True))
