"""Brings the schema up to date, once, whichever process comes first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from foresail.errors import DatabaseUnavailable
from foresail.storage.objects import Storage

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 300


def migrate(engine: Engine, storage: Callable[[], Storage] | None = None) -> None:
    """Run the migrations that the database lacks; others that come meanwhile wait, and then find it done.

    `storage` opens the object storage, for what moves from there into the database.
    """
    from alembic.runtime.migration import MigrationContext

    newest = head()

    def is_current(connection: Connection) -> bool:
        return MigrationContext.configure(connection).get_current_revision() == newest

    with engine.connect() as connection, connection.begin():
        if is_current(connection):
            return
    with _alone(engine) as connection:
        if not is_current(connection):
            _upgrade(connection, storage)


@cache
def head() -> str:
    """The newest revision of the schema that this version knows."""
    return str(_scripts().get_current_head())


def knows(revision: str) -> bool:
    """Whether a revision of the schema is one of this version's."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def upgrade_to(engine: Engine, revision: str) -> None:
    """Make the schema of a revision, in a database that has none."""
    with _alone(engine) as connection:
        _upgrade(connection, None, revision)


def _scripts() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS))


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    if engine.dialect.name != "mysql":
        with _without_references(engine) as connection, connection.begin():
            yield connection  # BEGIN IMMEDIATE is the lock
        return
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        wait = text("SELECT GET_LOCK('foresail_migration', :wait)")
        if connection.execute(wait, {"wait": LOCK_SECONDS}).scalar() != 1:
            raise DatabaseUnavailable(
                "Another process has been migrating the warehouse for too long.",
                "Check whether it is still running; a migration continues where it stopped.",
            )
        try:
            yield connection
        finally:
            connection.execute(text("SELECT RELEASE_LOCK('foresail_migration')"))


@contextmanager
def _without_references(engine: Engine) -> Iterator[Connection]:
    """SQLite changes some tables by making them anew, which it allows only where no reference is checked."""
    with engine.connect().execution_options(writing=True) as connection:
        driver = connection.connection
        driver.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            driver.cursor().execute("PRAGMA foreign_keys=ON")


def _upgrade(connection: Connection, storage: Callable[[], Storage] | None, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["storage"] = storage
    command.upgrade(config, revision)
