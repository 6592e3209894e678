"""The calendar: events, promotions and planned prices, past and ahead, for all products or for one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from foresail.errors import BadRequest, EntryChanged, UnknownEntry
from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import aliases, locks
from foresail.warehouse.inserting import insert_numbered
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import calendar, products
from foresail.warehouse.uploads import ID_MAX

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
    """An entry as it is kept: its own number and that of its product; `version` changes with what it says."""

    id: int
    version: str
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
    rows = [_row(entry, ids) for entry in entries]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(calendar), rows[start : start + BATCH])
    return before


def add(connection: Connection, entry: Entry) -> tuple[StoredEntry, bool]:
    """Keep an entry, too; returns it, and whether it is new: the same one is kept once. Raises BadRequest."""
    row = _prepare(connection, entry)
    same = select(calendar.c.id).where(*(calendar.c[name].is_not_distinct_from(row[name]) for name in row))
    known = connection.execute(same.limit(1)).scalar()
    _check_size([*read(connection), entry])
    number = insert_numbered(connection, calendar, **row) if known is None else known
    return get(connection, number), known is None


def change(
    connection: Connection, number: int, entry: Entry, version: str | None = None
) -> tuple[StoredEntry, StoredEntry]:
    """Keep an entry in the place of one; returns both. Raises UnknownEntry, EntryChanged or BadRequest."""
    row = _prepare(connection, entry)
    before = _get_unchanged(connection, number, version)
    _check_size([*(each for each in read(connection) if each["id"] != number), entry])
    connection.execute(update(calendar).where(calendar.c.id == number).values(**row))
    return before, get(connection, number)


def remove(connection: Connection, number: int, version: str | None = None) -> StoredEntry:
    """Forget an entry; returns it. Raises UnknownEntry or EntryChanged."""
    locks.hold(connection, "calendar")
    before = _get_unchanged(connection, number, version)
    connection.execute(delete(calendar).where(calendar.c.id == number))
    return before


def get(connection: Connection, number: int) -> StoredEntry:
    """One entry; raises UnknownEntry."""
    row = None
    if 0 < number <= ID_MAX:
        row = connection.execute(_query().where(calendar.c.id == number)).mappings().first()
    if row is None:
        raise UnknownEntry(
            f"The calendar has no entry {number} any more.", "Load the calendar again: GET /calendar."
        )
    return _stored(row)


def _get_unchanged(connection: Connection, number: int, version: str | None) -> StoredEntry:
    """An entry that is still of this version, where one is named."""
    found = get(connection, number)
    if version is not None and version != found["version"]:
        raise EntryChanged(
            "Someone else has changed this entry of the calendar since you read it.",
            "Load the calendar again, then make your change; nothing was changed.",
        )
    return found


def _prepare(connection: Connection, entry: Entry) -> dict[str, Any]:
    """The row of an entry, with the calendar held for a change."""
    ids = _identify(connection, {entry["product"]} if entry["product"] else set())
    locks.hold(connection, "calendar")
    return _row(entry, ids)


def _row(entry: Entry, ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        "first_day": entry["first_day"],
        "last_day": entry["last_day"],
        "event": entry["event"],
        "product_id": ids[entry["product"]] if entry["product"] else None,
        "unit_price": entry["unit_price"],
    }


def as_plain(entry: Entry) -> dict[str, Any]:
    """An entry as JSON holds it: days in ISO."""
    days = {"first_day": entry["first_day"].isoformat(), "last_day": entry["last_day"].isoformat()}
    return {**days, "event": entry["event"], "product": entry["product"], "unit_price": entry["unit_price"]}


def _stored(row: RowMapping) -> StoredEntry:
    entry = Entry(
        first_day=row["first_day"],
        last_day=row["last_day"],
        event=row["event"],
        product=row["product"],
        unit_price=row["unit_price"],
    )
    said = json.dumps([row["id"], as_plain(entry)]).encode()
    version = hashlib.sha256(said).hexdigest()[:16]
    return StoredEntry(**entry, id=row["id"], version=version, product_id=row["product_id"])


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
    return {"total": total, "entries": [_stored(row) for row in rows]}


def _query() -> Select[Any]:
    return select(calendar, products.c.name.label("product")).join(
        products, products.c.id == calendar.c.product_id, isouter=True
    )
