"""Databases for tests: SQLite in a folder, and a real MariaDB on a loopback port, started and ended here."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql
from foresail.trial.service import free_port
from sqlalchemy import URL

from tests.requirements import find_program

START_SECONDS = 60
START_TRIES = 3


@contextmanager
def run_mariadb(folder: Path, *options: str) -> Iterator[tuple[URL, subprocess.Popen]]:
    """A MariaDB with its data in `folder`: the address of an empty database of it, and its process."""
    server, installer = find_program("mariadbd"), find_program("mariadb-install-db")
    common = ["--no-defaults", f"--datadir={folder / 'data'}", "--user=root"]
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
    """Drop and make the database anew, as a test wants to find it."""
    connection = pymysql.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, autocommit=True
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {url.database}")
        cursor.execute(f"CREATE DATABASE {url.database} CHARACTER SET utf8mb4")
