"""Products and stores: gives each name its number, making new ones as they are first seen."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, union_all, update

from foresail.naming import name_key
from foresail.warehouse import aliases as renaming
from foresail.warehouse.products import has_sales
from foresail.warehouse.tables import aliases, daily_demand, products, sales, stores, superseded_sales

BATCH = 500


def identify_products(connection: Connection, names: Iterable[str], upload_id: int) -> dict[str, int]:
    """Map name keys to product ids. The spelling of the earliest upload is the product's name."""
    spelled = _spellings(names)
    known = _rows(connection, products, spelled)
    for key, row in known.items():
        if row["first_upload_id"] > upload_id:
            renamed = update(products).where(products.c.id == row["id"])
            connection.execute(renamed.values(name=spelled[key], first_upload_id=upload_id))
    return _with_new(connection, products, spelled, known, first_upload_id=upload_id)


def rename_products_of(connection: Connection, upload_id: int, spellings: Callable[[int], list[str]]) -> None:
    """Name the products that a removed upload named first as the earliest upload left writes them."""
    named = {
        row.id: row.key
        for row in connection.execute(
            select(products.c.id, products.c.key).where(products.c.first_upload_id == upload_id)
        )
    }
    by_upload: dict[int, list[int]] = {}
    for product_id, earliest in _earliest_uploads(connection, list(named)).items():
        by_upload.setdefault(earliest, []).append(product_id)
    for earliest, product_ids in by_upload.items():
        written = spellings(earliest)
        resolved = renaming.resolve(connection, written)
        meant = [target for name in written if (target := resolved.get(name, (name, []))[0]) is not None]
        spelled = _spellings(meant)
        for product_id in product_ids:
            values = {"first_upload_id": earliest, "name": spelled.get(named[product_id])}
            kept = {name: value for name, value in values.items() if value is not None}
            connection.execute(update(products).where(products.c.id == product_id).values(**kept))


def _earliest_uploads(connection: Connection, product_ids: list[int]) -> dict[int, int]:
    """The earliest upload that holds a line of each product, counted or not."""
    found: dict[int, int] = {}
    for start in range(0, len(product_ids), BATCH):
        batch = product_ids[start : start + BATCH]
        held = union_all(
            *(
                select(table.c.product_id, table.c.upload_id).where(table.c.product_id.in_(batch))
                for table in (sales, superseded_sales)
            )
        ).subquery()
        query = select(held.c.product_id, func.min(held.c.upload_id)).group_by(held.c.product_id)
        found |= dict(connection.execute(query).tuples().all())
    return found


def identify_stores(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Map name keys to store ids."""
    spelled = _spellings(names)
    return _with_new(connection, stores, spelled, _rows(connection, stores, spelled))


def _spellings(names: Iterable[str]) -> dict[str, str]:
    """The alphabetically first spelling of each key, so that no order of rows matters."""
    return {name_key(name): name for name in sorted(names, reverse=True)}


def _with_new(
    connection: Connection, table: Table, spelled: dict[str, str], known: dict[str, Any], **values: Any
) -> dict[str, int]:
    new = [{"key": key, "name": name, **values} for key, name in spelled.items() if key not in known]
    if new:
        connection.execute(insert(table), sorted(new, key=lambda row: row["key"]))
        known = _rows(connection, table, spelled)
    return {key: row["id"] for key, row in known.items()}


def _rows(connection: Connection, table: Table, spelled: dict[str, str]) -> dict[str, Any]:
    keys = list(spelled)
    found: dict[str, Any] = {}
    for start in range(0, len(keys), BATCH):
        query = select(table).where(table.c.key.in_(keys[start : start + BATCH]))
        found |= {row["key"]: row for row in connection.execute(query).mappings()}
    return found


def unknown(connection: Connection, names: Iterable[str]) -> list[str]:
    """The names that no product has, as they are spelled here."""
    spelled = _spellings(names)
    known = _rows(connection, products, spelled)
    sold = _with_sales(connection, [row["id"] for row in known.values()])
    return [name for key, name in spelled.items() if key not in known or known[key]["id"] not in sold]


def _with_sales(connection: Connection, product_ids: list[int]) -> set[int]:
    """Those that have sales, or only returns: those of withdrawn uploads alone have none."""
    found: set[int] = set()
    for start in range(0, len(product_ids), BATCH):
        wanted = daily_demand.c.product_id.in_(product_ids[start : start + BATCH])
        found |= set(connection.execute(select(daily_demand.c.product_id).where(wanted).distinct()).scalars())
    return found


def catalogue(connection: Connection) -> list[str]:
    """The names of all products with sales, but for those that an alias made another."""
    is_alias = select(aliases.c.key).where(aliases.c.key == products.c.key).exists()
    query = select(products.c.name).where(~is_alias, has_sales()).order_by(products.c.key)
    return list(connection.execute(query).scalars())
