"""The calendar: events, promotions and planned prices, past and ahead, for all products or for one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select

from foresail.errors import BadRequest
from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import aliases, locks
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import calendar, products

BATCH = 500
NAMED_IN_ERROR = 10
# What a training holds in memory of the calendar is a row a product and day.
PRODUCT_DAYS_MAX = 1_000_000


class Entry(TypedDict):
    """An event of all products, or of one (by its name), or its planned price; both days are in it."""

    first_day: date
    last_day: date
    event: str | None
    product: str | None
    unit_price: float | None


class StoredEntry(Entry):
    """An entry as it is kept, with the number of its product."""

    product_id: int | None


def replace(connection: Connection, entries: Sequence[Entry]) -> list[StoredEntry]:
    """Keep these entries, in place of all that were kept; returns those.

    An entry has first_day, last_day, event (null for a price alone), product (null for all), unit_price.
    Raises BadRequest where a product is unknown, or products have more days than a training bears.
    """
    _check_size(entries)
    ids = _identify(connection, {entry["product"] for entry in entries if entry["product"]})
    locks.hold(connection, "calendar")
    before = read(connection)
    connection.execute(delete(calendar))
    rows = [
        {
            "first_day": entry["first_day"],
            "last_day": entry["last_day"],
            "event": entry["event"],
            "product_id": ids[entry["product"]] if entry["product"] else None,
            "unit_price": entry["unit_price"],
        }
        for entry in entries
    ]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(calendar), rows[start : start + BATCH])
    return before


def as_plain(entry: Entry) -> dict[str, Any]:
    """An entry as JSON holds it: days in ISO."""
    days = {"first_day": entry["first_day"].isoformat(), "last_day": entry["last_day"].isoformat()}
    return {**days, "event": entry["event"], "product": entry["product"], "unit_price": entry["unit_price"]}


def _stored(row: RowMapping) -> StoredEntry:
    return StoredEntry(
        first_day=row["first_day"],
        last_day=row["last_day"],
        event=row["event"],
        product=row["product"],
        unit_price=row["unit_price"],
        product_id=row["product_id"],
    )


def _check_size(entries: Sequence[Entry]) -> None:
    days = sum((entry["last_day"] - entry["first_day"]).days + 1 for entry in entries if entry["product"])
    if days > PRODUCT_DAYS_MAX:
        raise BadRequest(
            f"The calendar has {days:,} days of single products; the limit is {PRODUCT_DAYS_MAX:,}.",
            "Remove entries that are long past, or leave the product empty where an event "
            "concerns all; nothing was changed.",
        )


def _identify(connection: Connection, names: set[str]) -> dict[str, int]:
    """The product of each name; aliases hold here as they do in uploads."""
    renamed = {name: target for name, (target, _) in aliases.resolve(connection, names).items()}
    keys = {name: name_key(renamed.get(name, name) or "") for name in names}
    wanted = sorted(set(keys.values()))
    ids: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        query = select(products.c.key, products.c.id).where(products.c.key.in_(wanted[start : start + BATCH]))
        ids |= {row.key: row.id for row in connection.execute(query)}
    unknown = sorted(name for name in names if keys[name] not in ids)
    if unknown:
        raise BadRequest(
            f"The calendar names products that have no sales: {', '.join(unknown[:NAMED_IN_ERROR])}.",
            "Spell them as GET /products does, or remove them; nothing was changed.",
            {"unknown_products": unknown[:1000]},
        )
    return {name: ids[key] for name, key in keys.items()}


def read(connection: Connection) -> list[StoredEntry]:
    """All entries by day: first_day, last_day, event, product (its name), product_id, unit_price."""
    query = _query().order_by(calendar.c.first_day, calendar.c.id)
    return [_stored(row) for row in connection.execute(query).mappings()]


def search(connection: Connection, page: Page, after: date | None = None) -> dict[str, Any]:
    """The entries that last beyond a day, or all: total and one page."""
    query = _query() if after is None else _query().where(calendar.c.last_day > after)
    fields = {name: calendar.c[name] for name in ("first_day", "last_day", "event", "unit_price", "id")}
    total, rows = fetch(connection, query, page, fields, "first_day")
    return {"total": total, "entries": [dict(row) for row in rows]}


def _query() -> Select[Any]:
    return select(calendar, products.c.name.label("product")).join(
        products, products.c.id == calendar.c.product_id, isouter=True
    )
