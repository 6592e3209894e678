"""Inserts frames of many rows as the driver takes them, past SQLAlchemy's work on each value."""

import polars as pl
from sqlalchemy import Connection, Table

ROWS_AT_ONCE = 20_000


def insert_frame(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    """Insert rows whose columns are columns of the table."""
    prepare = connection.dialect.identifier_preparer
    names = ", ".join(prepare.quote(name) for name in rows.columns)
    # Both drivers take a date as its ISO text, and sqlite3 warns of anything else.
    rows = rows.with_columns(pl.col(pl.Date).dt.to_string("iso"))
    sign = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([sign] * rows.width)
    statement = f"INSERT INTO {prepare.format_table(table)} ({names}) VALUES ({marks})"  # noqa: S608
    for part in rows.iter_slices(ROWS_AT_ONCE):
        connection.exec_driver_sql(statement, part.rows())
