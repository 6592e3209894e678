"""The tables. Migrations build them; a test holds that both say the same."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    sql,
)
from sqlalchemy.dialects import mysql

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class Key(TypeDecorator):
    """Text compared byte by byte: MySQL's default would take "Café" and "cafe" for one product."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):  # noqa: D102
        if dialect.name == "mysql":
            return mysql.VARCHAR(self.impl.length, charset="utf8mb4", collation="utf8mb4_bin")
        return String(self.impl.length)


def long_text() -> Text:
    """Text without a limit that matters: MySQL's plain TEXT ends at 64 KiB."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


products = Table(
    "products",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("first_upload_id", Integer, nullable=False),
)
"""A product; `key` is its name folded, so that spellings that differ in case are one."""

stores = Table(
    "stores",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Key(64), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("reading", long_text(), nullable=True),
    Column("uploaded_by", String(255), nullable=False),
    Column("uploaded_at", DateTime, nullable=False),
    Column("dag_run_id", String(250), nullable=True),
    Column("rows_read", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_rejected", Integer, nullable=False),
    Column("rows_repeated", Integer, nullable=False),
    Column("rows_stored", Integer, nullable=True),
    Column("rows_superseded", Integer, nullable=True),
    Column("data_version", Integer, nullable=True),
    Column("products_waiting", Integer, nullable=False, server_default="0"),
    Column("must_restore", Boolean(create_constraint=False), nullable=False, server_default=sql.false()),
    Column("sales_rows", Integer, nullable=True),
    UniqueConstraint("sha256"),
    UniqueConstraint("data_version"),
)
"""An accepted file. `data_version` counts the stores so far; it is null until this file is stored.

`reading` is how it is read, as JSON; `products_waiting` how many of its products await an answer;
`must_restore` says that an answer was taken back, so that its lines are to be stored anew; `sales_rows` how
many lines of sales there were in all once it was stored.
"""

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Key(16), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("added_by", String(255), nullable=False),
    Column("added_at", DateTime, nullable=False),
)
"""Who gets the digest; the id tells nothing of the address."""

product_decisions = Table(
    "product_decisions",
    metadata,
    Column("upload_id", Integer, ForeignKey("uploads.id"), primary_key=True, autoincrement=False),
    Column("key", Key(255), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("action", String(10), nullable=False),
    Column("target", String(255), nullable=True),
    Column("decided_by", String(255), nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("how", String(20), nullable=False),
)
"""What was answered for a product that an upload brought first: keep, rename (to `target`) or drop."""

aliases = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("target", String(255), nullable=True),
    Column("decided_by", String(255), nullable=False),
    Column("decided_at", DateTime, nullable=False),
)
"""What a name in an upload stands for: another product's name, or, with no target, nothing (dropped)."""

alias_uses = Table(
    "alias_uses",
    metadata,
    Column("alias_id", Integer, ForeignKey("aliases.id"), primary_key=True, autoincrement=False),
    Column("upload_id", Integer, ForeignKey("uploads.id"), primary_key=True, autoincrement=False),
    Index("ix_alias_uses_upload_id", "upload_id"),
)
"""Which uploads hold lines that went through an alias: they are stored anew when it is taken back."""

column_mappings = Table(
    "column_mappings",
    metadata,
    Column("name", Key(100), primary_key=True),
    Column("columns", long_text(), nullable=False),
    Column("saved_by", String(255), nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
"""A planner's own headers by Foresail's column names, as JSON, under a name."""

date_orders = Table(
    "date_orders",
    metadata,
    Column("who", Key(255), primary_key=True),
    Column("date_order", String(16), nullable=False),
    Column("decided_at", DateTime, nullable=False),
)
"""The order of day and month that each uploader chose last."""

sales = Table(
    "sales",
    metadata,
    Column("transaction_key", Key(64), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("upload_id", Integer, ForeignKey("uploads.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("product_id", Integer, ForeignKey("products.id"), nullable=False),
    Column("store_id", Integer, ForeignKey("stores.id"), nullable=True),
    Column("quantity", Double, nullable=False),
    Column("unit_price", Double, nullable=True),
    Column("producer", String(60), nullable=True),
    Index("ix_sales_day", "day"),
    Index("ix_sales_upload_id", "upload_id"),
)
"""A line of a transaction as it was sold; negative quantities are returns.

`transaction_key` is `t:` and the transaction's id, or `u:` and the upload's number where the workbook has
no transaction ids.
"""

calendar = Table(
    "calendar",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("event", String(120), nullable=True),
    Column("product_id", Integer, ForeignKey("products.id"), nullable=True),
    Column("unit_price", Double, nullable=True),
)
"""What is known of days past and ahead: events, of all products where none is named, and planned prices."""

daily_demand = Table(
    "daily_demand",
    metadata,
    Column("product_id", Integer, ForeignKey("products.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("store_id", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Double, nullable=False),
    Column("returned", Double, nullable=False),
    Column("revenue", Double, nullable=True),
    Column("sale_lines", Integer, nullable=False),
    Index("ix_daily_demand_day", "day"),
)
"""Units sold per product, day and store (0 where no store is known); returns are apart, both positive."""

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dag_run_id", Key(250), nullable=False, unique=True),
    Column("data_version", Integer, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("snapshot_key", String(255), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("registered_at", DateTime, nullable=True),
    Column("artifact_key", String(255), nullable=True),
    Column("artifact_sha256", String(64), nullable=True),
    Column("series", Integer, nullable=True),
    Column("frequency", String(10), nullable=False, server_default="day"),
    Column("verdict", String(20), nullable=True),
    Column("verdict_reason", String(255), nullable=True),
    Column("gaps", Text, nullable=True),
    Column("method_labels", Text, nullable=True),
)
"""A trained model and the snapshot it was trained on; registered once its artifact is complete.

`verdict` is `champion` or `rejected`, what it was found to be when it was registered; `gaps` is JSON: what
steps without a sale were taken for (`foresail.forecasting.data.gaps`); `method_labels` is JSON: what planners
read in place of the code names of methods.
"""

promotions = Table(
    "promotions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model_id", Integer, ForeignKey("models.id"), nullable=False),
    Column("promoted_at", DateTime, nullable=False),
    Column("who", String(255), nullable=False),
    Column("reason", String(255), nullable=False),
)
"""Which model was made champion when, by whom and why; the newest row is the champion."""

metrics = Table(
    "metrics",
    metadata,
    Column("model_id", Integer, ForeignKey("models.id"), primary_key=True, autoincrement=False),
    Column("segment", String(40), primary_key=True),
    Column("method", String(40), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Double, nullable=False),
)
"""Backtest metrics of a model, by demand class (or `all`) and method (or `chosen`)."""

forecast_runs = Table(
    "forecast_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dag_run_id", Key(250), nullable=False, unique=True),
    Column("model_id", Integer, ForeignKey("models.id"), nullable=False),
    Column("snapshot_model_id", Integer, nullable=True),
    Column("horizon", Integer, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("published_at", DateTime, nullable=True),
    Column("notify_dag_run_id", String(250), nullable=True),
    Column("on_request", Boolean(create_constraint=False), nullable=False, server_default=sql.false()),
)
"""A run of the champion over a snapshot: `horizon` steps ahead. No snapshot model: the model's own.

One `on_request` answers a question that the published run does not: it is complete once it has a
`published_at`, and is never the run that all readers see.
"""


forecast_series = Table(
    "forecast_series",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("store_id", Integer, primary_key=True, autoincrement=False),
    Column("product_id", Integer, ForeignKey("products.id"), primary_key=True, autoincrement=False),
    Column("demand_class", String(20), nullable=False),
    Column("method", String(120), nullable=False),
    Column("method_label", String(255), nullable=True),
    Column("fell_back", Boolean(create_constraint=False), nullable=False),
    Column("intended", String(120), nullable=True),
    Column("reason", String(500), nullable=False),
    *(
        Column(name, Double, nullable=True)
        for name in ("wape", "wape_seasonal_naive", "bias", "rmsse", "coverage_80", "coverage_95")
    ),
    Column("units_ahead", Double, nullable=False),
    Column("steps", LargeBinary, nullable=False),
    Column("backtest", Text, nullable=True),
)
"""A product's forecast in a run (store 0: over all stores), and why it is what it is. Written once.

`steps` are the mean and quantiles of each step, in units (`foresail.warehouse.packing`); `units_ahead` is the
mean of the week, or of the one step, that comes next; `backtest` is JSON: what each method's figures were.
"""

published = Table(
    "published",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), nullable=False),
)
"""The pointer to the run that readers see: the one row `forecasts`."""

outcomes = Table(
    "outcomes",
    metadata,
    Column("run_id", Integer, ForeignKey("forecast_runs.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("products", Integer, nullable=False),
    *(
        Column(name, Double, nullable=False)
        for name in ("sold", "forecast", "absolute_error", "inside_80", "inside_95")
    ),
)
"""What became of one step of a run: units sold and forecast, and how many products' bands held them."""

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("who", Key(255), primary_key=True),
    Column("name", Key(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("upload_id", Integer, ForeignKey("uploads.id"), nullable=False),
    Column("used_at", DateTime, nullable=False),
)
"""The Idempotency-Key of an upload, whose it is, and a checksum of all that came with it."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("happened_at", DateTime, nullable=False),
    Column("who", String(255), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("before", long_text(), nullable=True),
    Column("after", long_text(), nullable=True),
)

task_work = Table(
    "task_work",
    metadata,
    Column("dag_id", Key(100), primary_key=True),
    Column("dag_run_id", Key(250), primary_key=True),
    Column("task_id", Key(100), primary_key=True),
    Column("map_index", Integer, primary_key=True, autoincrement=False),
    Column("started_s", Double, nullable=False),
    Column("ended_s", Double, nullable=False),
    Column("peak_memory_mib", Integer, nullable=False),
)
"""When each task did Foresail's own work (seconds since 1970) and the memory it took.

What is left of a run's time is Airflow's.
"""

locks = Table("locks", metadata, Column("name", String(20), primary_key=True))
"""One row per thing that only one transaction at a time may change; locked with SELECT FOR UPDATE."""
