"""Products and stores: gives each name its number, making new ones as they are first seen."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from foresail.naming import name_key
from foresail.warehouse.tables import aliases, products, stores

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
    return [name for key, name in spelled.items() if key not in known]


def catalogue(connection: Connection) -> list[str]:
    """The names of all products, but for those that an alias made another."""
    is_alias = select(aliases.c.key).where(aliases.c.key == products.c.key).exists()
    return list(
        connection.execute(select(products.c.name).where(~is_alias).order_by(products.c.key)).scalars()
    )
