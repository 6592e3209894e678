"""How migrations make things: each only where it is not there, for a process may be killed half way."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

INNODB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4"}


def key(length: int) -> sa.types.TypeEngine[Any]:
    """Text compared byte by byte."""
    exact = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return sa.String(length).with_variant(exact, "mysql")


def long_text() -> sa.types.TypeEngine[Any]:
    """Text without a limit that matters."""
    return sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def create_table(name: str, *items: sa.schema.SchemaItem, **options: Any) -> None:
    """Make a table that is not there: MySQL commits each statement, so a killed process leaves some."""
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *items, **options)


def create_index(name: str, table: str, columns: list[str], **options: Any) -> None:
    """Make an index that is not there."""
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, columns, **options)


def add_column(table: str, column: sa.Column[Any]) -> None:
    """Add a column that is not there."""
    if column.name not in {held["name"] for held in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)
