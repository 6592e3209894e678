"""The first tables."""

import sqlalchemy as sa
from alembic import op

from foresail.warehouse.migrations.building import INNODB, create_index, create_table, key, long_text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the rows that locks are taken on."""
    create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=255), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("before", long_text(), nullable=True),
        sa.Column("after", long_text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        **INNODB,
    )
    create_table(
        "locks",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_locks")),
        **INNODB,
    )
    create_table(
        "models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dag_run_id", key(250), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("snapshot_key", sa.String(length=255), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=True),
        sa.Column("artifact_key", sa.String(length=255), nullable=True),
        sa.Column("artifact_sha256", sa.String(length=64), nullable=True),
        sa.Column("series", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
        sa.UniqueConstraint("dag_run_id", name=op.f("uq_models_dag_run_id")),
        **INNODB,
    )
    create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", key(255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("first_upload_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("key", name=op.f("uq_products_key")),
        **INNODB,
    )
    create_table(
        "stores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", key(255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
        sa.UniqueConstraint("key", name=op.f("uq_stores_key")),
        **INNODB,
    )
    create_table(
        "task_work",
        sa.Column("dag_id", key(100), nullable=False),
        sa.Column("dag_run_id", key(250), nullable=False),
        sa.Column("task_id", key(100), nullable=False),
        sa.Column("map_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_s", sa.Double(), nullable=False),
        sa.Column("ended_s", sa.Double(), nullable=False),
        sa.Column("peak_memory_mib", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dag_id", "dag_run_id", "task_id", "map_index", name=op.f("pk_task_work")),
        **INNODB,
    )
    create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", key(64), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("date_order", sa.String(length=16), nullable=True),
        sa.Column("uploaded_by", sa.String(length=255), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("dag_run_id", sa.String(length=250), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_repeated", sa.Integer(), nullable=False),
        sa.Column("rows_stored", sa.Integer(), nullable=True),
        sa.Column("rows_superseded", sa.Integer(), nullable=True),
        sa.Column("data_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("data_version", name=op.f("uq_uploads_data_version")),
        sa.UniqueConstraint("sha256", name=op.f("uq_uploads_sha256")),
        **INNODB,
    )
    create_table(
        "daily_demand",
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("store_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("returned", sa.Double(), nullable=False),
        sa.Column("revenue", sa.Double(), nullable=True),
        sa.Column("sale_lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_daily_demand_product_id")),
        sa.PrimaryKeyConstraint("product_id", "day", "store_id", name=op.f("pk_daily_demand")),
        **INNODB,
    )
    create_index("ix_daily_demand_day", "daily_demand", ["day"], unique=False)
    create_table(
        "forecast_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dag_run_id", key(250), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("notify_dag_run_id", sa.String(length=250), nullable=True),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_forecast_runs_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_runs")),
        sa.UniqueConstraint("dag_run_id", name=op.f("uq_forecast_runs_dag_run_id")),
        **INNODB,
    )
    create_table(
        "metrics",
        sa.Column("model_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("segment", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_metrics_model_id")),
        sa.PrimaryKeyConstraint("model_id", "segment", "method", "name", name=op.f("pk_metrics")),
        **INNODB,
    )
    create_table(
        "product_aliases",
        sa.Column("key", key(255), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=255), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_aliases_product_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_product_aliases")),
        **INNODB,
    )
    create_table(
        "sales",
        sa.Column("transaction_key", key(64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("unit_price", sa.Double(), nullable=True),
        sa.Column("producer", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_sales_product_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_sales_store_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_sales_upload_id")),
        sa.PrimaryKeyConstraint("transaction_key", "line", name=op.f("pk_sales")),
        **INNODB,
    )
    create_index("ix_sales_day", "sales", ["day"], unique=False)
    create_index("ix_sales_upload_id", "sales", ["upload_id"], unique=False)
    create_table(
        "forecast_products",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("demand_class", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("fell_back", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("wape", sa.Double(), nullable=True),
        sa.Column("wape_seasonal_naive", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_forecast_products_product_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecast_products_run_id")),
        sa.PrimaryKeyConstraint("run_id", "product_id", name=op.f("pk_forecast_products")),
        **INNODB,
    )
    create_table(
        "forecasts",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("q05", sa.Double(), nullable=False),
        sa.Column("q10", sa.Double(), nullable=False),
        sa.Column("q25", sa.Double(), nullable=False),
        sa.Column("q50", sa.Double(), nullable=False),
        sa.Column("q75", sa.Double(), nullable=False),
        sa.Column("q90", sa.Double(), nullable=False),
        sa.Column("q95", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_forecasts_product_id")),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_forecasts_run_id")),
        sa.PrimaryKeyConstraint("run_id", "product_id", "day", name=op.f("pk_forecasts")),
        **INNODB,
    )
    create_table(
        "published",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_runs.id"], name=op.f("fk_published_run_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_published")),
        **INNODB,
    )
    op.bulk_insert(sa.table("locks", sa.column("name", sa.String)), [{"name": "sales"}, {"name": "uploads"}])
