"""An accepted file, with its options and the decisions about it."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from foresail.warehouse.tables.building import Key, flag, long_text, metadata

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
    Column("unusual_waiting", Integer, nullable=False, server_default="0"),
    flag("must_restore"),
    Column("rows_replaced", Integer, nullable=True),
    Column("mode", String(10), nullable=True),
    Column("covers", String(10), nullable=True),
    Column("mode_from", String(10), nullable=True),
    Column("first_day", Date, nullable=True),
    Column("last_day", Date, nullable=True),
    Column("period", String(10), nullable=True),
    flag("is_mixed"),
    Column("withdrawn_by", String(255), nullable=True),
    Column("withdrawn_at", DateTime, nullable=True),
    Column("erased_by", String(255), nullable=True),
    Column("erased_at", DateTime, nullable=True),
    UniqueConstraint("data_version"),
    Index("ix_uploads_sha256", "sha256"),
)
"""An accepted file. `data_version` counts the changes of the sales so far; null until this file is stored.

`reading` is how it is read, as JSON; `products_waiting` and `unusual_waiting` how many of its products and
quantities await an answer; `must_restore` says that its lines are to be stored anew, or removed where it was
withdrawn; `rows_stored` and `rows_superseded` are how many of its lines count now, and how many others stand
in for. `mode`, `covers` and `period` say what it is the truth for (docs/adr/0022), `mode_from` who said so
(`rule` or `given`); `is_mixed` that only some of its lines have a transaction. Of one that was erased
this row is left, and what docs/adr/0038 names.
"""


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


line_decisions = Table(
    "line_decisions",
    metadata,
    Column("product_key", Key(255), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("store_key", Key(255), primary_key=True),
    Column("quantity", Double, primary_key=True),
    Column("action", String(10), nullable=False),
    Column("upload_id", Integer, nullable=False),
    Column("decided_by", String(255), nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("how", String(20), nullable=False),
    Index("ix_line_decisions_day", "day"),
)
"""What was answered about a sale far above what its product ever sold: keep or drop, whenever it is sent."""


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


known_layouts = Table(
    "known_layouts",
    metadata,
    Column("fingerprint", Key(64), primary_key=True),
    Column("columns", long_text(), nullable=False),
    Column("saved_by", String(255), nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
"""What someone said the columns of a header are, as JSON, by the header's fingerprint."""


column_mappings = Table(
    "column_mappings",
    metadata,
    Column("name", Key(100), primary_key=True),
    Column("columns", long_text(), nullable=False),
    Column("saved_by", String(255), nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
"""A planner's own headers by Foresail's column names, as JSON, under a name."""


reading_habits = Table(
    "reading_habits",
    metadata,
    Column("who", Key(255), primary_key=True),
    Column("kind", Key(32), primary_key=True),
    Column("choice", String(32), nullable=False),
    Column("decided_at", DateTime, nullable=False),
)
"""What each uploader chose last, by kind: the order of day and month, the encoding, the number format."""


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
