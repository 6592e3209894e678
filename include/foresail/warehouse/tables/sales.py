"""Products, stores, their sales, and the calendar of events and planned prices."""

from typing import Any

from sqlalchemy import Column, Date, Double, ForeignKey, Index, Integer, String, Table

from foresail.warehouse.tables.building import Key, metadata

products = Table(
    "products",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("first_upload_id", Integer, nullable=False),
)
"""A product; `key` is its name folded, so that spellings that differ in case are one."""


product_attributes = Table(
    "product_attributes",
    metadata,
    Column("product_id", Integer, ForeignKey("products.id"), primary_key=True, autoincrement=False),
    Column("name", Key(120), primary_key=True),
    Column("upload_id", Integer, ForeignKey("uploads.id"), primary_key=True, autoincrement=False),
    Column("value", String(255), nullable=False),
    Column("value_key", Key(255), nullable=False),
    Index("ix_product_attributes_upload_id", "upload_id"),
    Index("ix_product_attributes_value_key", "value_key"),
)
"""What an upload says of a product: its `category`, or an attribute by its heading; the newest word counts.

`value_key` is the value folded, as a product's key is its name.
"""


stores = Table(
    "stores",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Key(255), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
)


def _details() -> list[Column[Any]]:
    """What a line may say beside its sale; `stock` is what was left of the product on its day, in units."""
    return [
        Column("customer", String(255), nullable=True),
        Column("channel", String(120), nullable=True),
        Column("line_id", String(60), nullable=True),
        Column("stock", Double, nullable=True),
    ]


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
    *_details(),
    Index("ix_sales_day", "day"),
    Index("ix_sales_upload_id", "upload_id"),
)
"""A line of a transaction as it was sold; negative quantities are returns.

`transaction_key` is `t:` and the transaction's id, or `u:` and the upload's number where the workbook has
no transaction ids. Only lines that count are here.
"""


superseded_sales = Table(
    "superseded_sales",
    metadata,
    Column("upload_id", Integer, ForeignKey("uploads.id"), primary_key=True, autoincrement=False),
    Column("transaction_key", Key(64), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("product_id", Integer, ForeignKey("products.id"), nullable=False),
    Column("store_id", Integer, ForeignKey("stores.id"), nullable=True),
    Column("quantity", Double, nullable=False),
    Column("unit_price", Double, nullable=True),
    Column("producer", String(60), nullable=True),
    *_details(),
    Column("superseded_by", Integer, nullable=False),
    Index("ix_superseded_sales_superseded_by", "superseded_by"),
    Index("ix_superseded_sales_transaction_key", "transaction_key"),
)
"""A line of an upload that does not count because another upload stands in for it; back when that goes."""


emptied_transactions = Table(
    "emptied_transactions",
    metadata,
    Column("upload_id", Integer, ForeignKey("uploads.id"), primary_key=True, autoincrement=False),
    Column("transaction_key", Key(64), primary_key=True),
    Index("ix_emptied_transactions_transaction_key", "transaction_key"),
)
"""A transaction of an upload without lines left, because answers dropped its products: it counts as empty."""


moving_lines = Table(
    "moving_lines",
    metadata,
    Column("upload_id", Integer, primary_key=True, autoincrement=False),
    Column("transaction_key", Key(64), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("superseded_by", Integer, nullable=True),
)
"""The lines that are being moved between sales and superseded_sales; empty outside a transaction."""


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
    Column("stock", Double, nullable=True),
    Index("ix_daily_demand_day", "day"),
)
"""Units sold per product, day and store (0 where no store is known); returns are apart, both positive.

`revenue` is what was paid for them, of lines without a price as much a unit as of the others; null where no
line has one. `stock` is the least that was left in stock that day, in units, null where no line says.
"""


demand_days = Table(
    "demand_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("recounted", Integer, nullable=False),
    Column("checked", Integer, nullable=True),
    Column("changed", Integer, nullable=True),
    Column("sha256", String(64), nullable=True),
)
"""In which data version the demand of a day was `recounted` last, and in which it was seen to have `changed`.

`checked` is the recount that was looked at last, `sha256` the checksum of the demand found then.
"""
