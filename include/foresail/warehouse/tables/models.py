"""Models, their metrics, and which of them is champion."""

from sqlalchemy import Column, Date, DateTime, Double, ForeignKey, Integer, String, Table, Text

from foresail.warehouse.tables.building import Key, metadata

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
    Column("thinned_at", DateTime, nullable=True),
)
"""A trained model and the snapshot it was trained on; registered once its artifact is complete.

`verdict` is `champion` or `rejected`, what it was found to be when it was registered; `gaps` is JSON: what
steps without a sale were taken for (`foresail.forecasting.data.gaps`); `method_labels` is JSON: what planners
read in place of the code names of methods. One `thinned_at` some time
has no artifact and no snapshot any more.
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
