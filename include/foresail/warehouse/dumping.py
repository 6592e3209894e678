"""Whole tables as frames, and back: for backups, from one kind of database to the same or another."""

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    func,
    select,
    text,
)

from foresail.warehouse import migrating
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import metadata

TABLES = tuple(table.name for table in metadata.sorted_tables)
"""Every table, those that others refer to first."""
SEEDED = {"locks", "signing_keys"}
"""The tables that migrations fill, and nothing else does."""
ROWS = 20_000
KINDS: tuple[tuple[type, Any], ...] = (
    (Boolean, pl.Boolean),
    (Integer, pl.Int64),
    (Double, pl.Float64),
    (Float, pl.Float64),
    (DateTime, pl.Datetime("us")),
    (Date, pl.Date),
    (LargeBinary, pl.Binary),
)


def read_revision(connection: Connection) -> str:
    """The revision of the schema."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def read_parts(connection: Connection, name: str) -> Iterator[pl.DataFrame]:
    """The rows of a table, some thousand at a time; at least one part, with its columns."""
    table = metadata.tables[name]
    schema = {column.name: _kind(column.type) for column in table.c}
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS)
    is_any = False
    for rows in connection.execute(query).partitions():
        is_any = True
        yield pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
    if not is_any:
        yield pl.DataFrame(schema=schema)


def _kind(of_column: Any) -> Any:
    return next((frame for kind, frame in KINDS if isinstance(of_column, kind)), pl.String)


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever stored: migrations alone write nothing but what is SEEDED."""
    return not any(
        connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
        for name in TABLES
        if name not in SEEDED
    )


def load(engine: Engine, revision: str, parts: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Make the tables of a revision of the schema anew, and fill them with parts, each of a table.

    The warehouse is empty; what a killed call has left goes first. Tables of others in the database stay.
    """
    with writing(engine) as connection:
        known = MetaData()
        known.reflect(connection, only=lambda name, _: name in (*TABLES, "alembic_version"))
        known.drop_all(connection)
    migrating.upgrade_to(engine, revision)
    with reading(engine) as connection:
        tables = MetaData()
        tables.reflect(connection)
    with writing(engine) as connection:
        for name in SEEDED & tables.tables.keys():
            connection.execute(tables.tables[name].delete())
        for name, part in parts:
            if part.height:
                connection.execute(tables.tables[name].insert(), part.to_dicts())
