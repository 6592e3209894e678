"""What all tables have in common: names of constraints, keys compared byte by byte, long texts."""

from typing import Any

from sqlalchemy import Boolean, Column, Dialect, MetaData, String, Text, TypeDecorator, sql
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class Key(TypeDecorator[str]):
    """Text compared byte by byte: MySQL's default would take "Café" and "cafe" for one product."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that a database has for it."""
        length = getattr(self.impl_instance, "length", None)
        if dialect.name == "mysql":
            return mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
        return String(length)


def long_text() -> Text:
    """Text without a limit that matters: MySQL's plain TEXT ends at 64 KiB."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def flag(name: str) -> Column[bool]:
    """A boolean column, false by default."""
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default=sql.false())
