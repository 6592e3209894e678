"""Inserts one row and returns the number that the database gave it."""

from typing import Any

from sqlalchemy import Connection, Table, insert


def insert_numbered(connection: Connection, table: Table, **values: Any) -> int:
    """The number of the new row."""
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])
