"""Locks that one transaction at a time may hold, on SQLite and MySQL alike."""

from sqlalchemy import Connection, select

from foresail.warehouse.tables import locks


def hold(connection: Connection, name: str) -> None:
    """Wait for the named lock and hold it until the transaction ends."""
    connection.execute(select(locks).where(locks.c.name == name).with_for_update()).one()
