"""Engines for the warehouse: made once a process, the schema brought up to date first.

Their errors do not tell the parameters of a statement: these may be mail addresses, and errors go into logs.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from foresail.errors import DatabaseUnavailable
from foresail.storage.objects import Storage
from foresail.warehouse.cloud_sql import OWN, CloudSql, is_cloud_sql
from foresail.warehouse.migrating import migrate

# One upload is stored at a time and the others wait for it; a large one takes a minute on a slow disk.
WAIT_SECONDS = 300
SESSION = (
    f"SET SESSION innodb_lock_wait_timeout={WAIT_SECONDS},"
    " sql_mode=CONCAT_WS(',', @@sql_mode, 'STRICT_TRANS_TABLES')"
)
"""Whatever the server's own defaults: what does not fit into a column is refused, never cut."""
CLOUD_SQL = "cloud_sql"
_opening = threading.Lock()
T = TypeVar("T")


def sqlite_url(file: Path) -> URL:
    """The address of a SQLite warehouse; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(file))


def open_warehouse(
    url: URL | str,
    storage: Callable[[], Storage] | None = None,
    credentials: Callable[[], Any] | None = None,
) -> Engine:
    """The engine for `url`, its schema migrated; one per address and process.

    `storage` opens the object storage, for what a migration moves from there into the database; `credentials`
    gives Google's, for an instance of Cloud SQL.
    """
    with _opening:
        return _engine(make_url(url), storage, credentials)


def address_for_child(engine: Engine) -> str:
    """The address that a child process without Connections opens the warehouse by; it is a secret."""
    instance = engine.get_execution_options().get(CLOUD_SQL)
    url = instance.hand_over(engine.url) if instance else engine.url
    return url.render_as_string(hide_password=False)


@cache
def _engine(url: URL, storage: Callable[[], Storage] | None, credentials: Callable[[], Any] | None) -> Engine:
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _mysql(url, credentials)
    with speaking():
        migrate(engine, storage)
    return engine


def _mysql(url: URL, credentials: Callable[[], Any] | None) -> Engine:
    """READ COMMITTED: what a transaction writes after waiting for a lock must include the other's rows."""
    engine = create_engine(
        url.set(query={"charset": "utf8mb4", **url.query}),
        hide_parameters=True,
        connect_args={"init_command": SESSION},
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_recycle=1800,
    )
    return _by_connector(engine, CloudSql.of(url, credentials)) if is_cloud_sql(url) else engine


def _by_connector(engine: Engine, instance: CloudSql) -> Engine:
    """Have an engine open its connections by Google's connector; all else is as with any MySQL."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, _positional: Any, arguments: dict[str, Any]) -> Any:
        return instance.connect(**{name: arguments[name] for name in arguments if name not in OWN})

    engine.update_execution_options(**{CLOUD_SQL: instance})
    return engine


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to hold a lock
        connection.execute("PRAGMA journal_mode=WAL")  # readers go on while one writes
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-65536")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("looking_up"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and sees one state of the data however often it asks."""
    with speaking(), engine.connect() as connection:
        if engine.dialect.name == "mysql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def look_up(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Do work that reads rows which are written once, without a transaction around it: half as many messages.

    A connection that the server has closed meanwhile is replaced, and the work done again.
    """
    with speaking():
        lookups = _for_lookups(engine)
        try:
            with lookups.connect() as connection:
                return work(connection)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        with lookups.connect() as connection:
            return work(connection)


@cache
def _for_lookups(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(looking_up=True)
    lookups = create_engine(
        engine.url,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,  # each would be a message of its own
        pool_reset_on_return=None,
        pool_recycle=300,
        max_overflow=30,
    )
    instance = engine.get_execution_options().get(CLOUD_SQL)
    return _by_connector(lookups, instance) if instance else lookups


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it or nothing."""
    with speaking(), engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def speaking() -> Iterator[None]:
    """Turn a database that does not answer into DatabaseUnavailable, without its address or password."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailable(
            f"The warehouse database did not answer ({_reason(error)}).",
            "Check the Connection foresail_db and that the server is running; nothing was stored.",
        ) from error


def _reason(error: DBAPIError) -> str:
    return type(error.orig).__name__ if error.orig else type(error).__name__
