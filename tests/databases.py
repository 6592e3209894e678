"""Databases for tests: SQLite in a folder, and a real MariaDB on a loopback port, started and ended here."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
from alembic.script import ScriptDirectory
from foresail.trial.service import free_port
from foresail.warehouse.connecting import open_warehouse, sqlite_url
from foresail.warehouse.dumping import SEEDED
from foresail.warehouse.migrating import MIGRATIONS
from foresail.warehouse.tables import metadata
from sqlalchemy import URL

from tests.requirements import find_program

START_SECONDS = 60
START_TRIES = 3
VERSION = "alembic_version"


@contextmanager
def run_mariadb(folder: Path, *options: str) -> Iterator[tuple[URL, subprocess.Popen]]:
    """A MariaDB with its data in `folder`: the address of an empty database of it, and its process."""
    server, installer = find_program("mariadbd"), find_program("mariadb-install-db")
    common = ["--no-defaults", f"--datadir={folder / 'data'}", "--user=root"]
    # What was committed outlives the server's process, not the machine: tests kill only the former.
    options = ("--innodb-flush-log-at-trx-commit=2", *options)
    subprocess.run(
        [installer, *common, "--auth-root-authentication-method=normal"], check=True, capture_output=True
    )
    process, port = _start([server, *common, "--skip-name-resolve", *options], folder)
    try:
        _prepare(folder / "s")
        yield URL.create("mysql+pymysql", "foresail", "p@ss/word", "127.0.0.1", port, "foresail"), process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _start(command: list[str], folder: Path) -> tuple[subprocess.Popen, int]:
    """Start a server on a port of its own; one that was taken since it was found free ends the server."""
    for _ in range(START_TRIES):
        port = free_port()
        told = ["--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder / 's'}"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([*command, *told], stdout=log, stderr=log)
        if _answers(process, folder / "s"):
            return process, port
        process.kill()
        process.wait(timeout=30)
    raise RuntimeError(f"MariaDB did not start:\n{(folder / 'log').read_text()[-2000:]}")


def _answers(process: subprocess.Popen, socket: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            pymysql.connect(unix_socket=str(socket), user="root").close()
            return True
        except pymysql.Error:
            time.sleep(0.1)
    return False


def _prepare(socket: Path) -> None:
    connection = pymysql.connect(unix_socket=str(socket), user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE foresail CHARACTER SET utf8mb4")
        cursor.execute("CREATE USER 'foresail'@'%' IDENTIFIED BY 'p@ss/word'")
        cursor.execute("GRANT ALL ON foresail.* TO 'foresail'@'%'")


def empty_mariadb(url: URL) -> None:
    """Empty the database as a test wants to find it: of a schema that is up to date only the rows go."""
    connection = pymysql.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, autocommit=True
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", url.database
        )
        held = {name for (name,) in cursor.fetchall()}
        if held == {*metadata.tables, VERSION} and _is_current(cursor, url):
            _truncate(cursor, url)
            return
        cursor.execute(f"DROP DATABASE {url.database}")
        cursor.execute(f"CREATE DATABASE {url.database} CHARACTER SET utf8mb4")


def _is_current(cursor: pymysql.cursors.Cursor, url: URL) -> bool:
    cursor.execute(f"SELECT version_num FROM {url.database}.{VERSION}")
    return cursor.fetchall() == ((ScriptDirectory(str(MIGRATIONS)).get_current_head(),),)


def _truncate(cursor: pymysql.cursors.Cursor, url: URL) -> None:
    """Tables with rows, or that count rows up, begin anew."""
    names = sorted(set(metadata.tables) - SEEDED)
    asked = " UNION ALL ".join(
        f"SELECT '{name}', EXISTS(SELECT 1 FROM {url.database}.`{name}`)" for name in names
    )
    cursor.execute(asked)
    filled = {name for name, is_filled in cursor.fetchall() if is_filled}
    filled |= {name for name in names if metadata.tables[name].autoincrement_column is not None}
    cursor.execute("SET foreign_key_checks = 0")
    for name in sorted(filled):
        cursor.execute(f"TRUNCATE TABLE {url.database}.`{name}`")


def copy_sqlite(template: Path, to: Path) -> None:
    """An empty warehouse like the template's, which is made the first time."""
    if not template.exists():
        made = template.with_suffix(".made")
        engine = open_warehouse(sqlite_url(made))
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        made.rename(template)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, to)
