"""The calendar: events, promotions and planned prices, past and ahead, for all products or for one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from foresail.clock import now
from foresail.errors import BadRequest
from foresail.naming import name_key
from foresail.warehouse import audit
from foresail.warehouse.tables import calendar, products

BATCH = 500
NAMED_IN_ERROR = 10


def replace(connection: Connection, entries: Sequence[dict[str, Any]], who: str) -> None:
    """Keep these entries, in place of all that were kept; raises BadRequest where a product is unknown.

    An entry has first_day, last_day, event (null for a price alone), product (null for all), unit_price.
    """
    ids = _identify(connection, {entry["product"] for entry in entries if entry["product"]})
    before = read(connection)
    connection.execute(delete(calendar))
    rows = [
        {
            "first_day": entry["first_day"],
            "last_day": entry["last_day"],
            "event": entry["event"],
            "product_id": ids[name_key(entry["product"])] if entry["product"] else None,
            "unit_price": entry["unit_price"],
        }
        for entry in entries
    ]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(calendar), rows[start : start + BATCH])
    counts = {"before": {"entries": len(before)}, "after": {"entries": len(rows), "at": now().isoformat()}}
    audit.record(connection, who, "replace calendar", "calendar", **counts)


def _identify(connection: Connection, names: set[str]) -> dict[str, int]:
    keys = sorted({name_key(name) for name in names})
    ids: dict[str, int] = {}
    for start in range(0, len(keys), BATCH):
        query = select(products.c.key, products.c.id).where(products.c.key.in_(keys[start : start + BATCH]))
        ids |= {row.key: row.id for row in connection.execute(query)}
    unknown = sorted(name for name in names if name_key(name) not in ids)
    if unknown:
        raise BadRequest(
            f"The calendar names products that were never sold: {', '.join(unknown[:NAMED_IN_ERROR])}.",
            "Spell them as GET /products does, or leave them out; nothing was changed.",
            {"unknown_products": unknown[:1000]},
        )
    return ids


def read(connection: Connection) -> list[dict[str, Any]]:
    """All entries by day: first_day, last_day, event, product (its name), product_id, unit_price."""
    query = (
        select(calendar, products.c.name.label("product"))
        .join(products, products.c.id == calendar.c.product_id, isouter=True)
        .order_by(calendar.c.first_day, calendar.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
