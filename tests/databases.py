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


@contextmanager
def run_mariadb(folder: Path, *options: str) -> Iterator[tuple[URL, subprocess.Popen]]:
    """A MariaDB with its data in `folder`: the address of an empty database of it, and its process."""
    server, installer = find_program("mariadbd"), find_program("mariadb-install-db")
    data, port = folder / "data", free_port()
    common = ["--no-defaults", f"--datadir={data}", "--user=root"]
    subprocess.run(
        [installer, *common, "--auth-root-authentication-method=normal"], check=True, capture_output=True
    )
    told = ["--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder}/s", "--skip-name-resolve"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([server, *common, *told, *options], stdout=log, stderr=log)
        try:
            _prepare(port, folder / "log")
            yield URL.create("mysql+pymysql", "foresail", "p@ss/word", "127.0.0.1", port, "foresail"), process
        finally:
            process.terminate()
            process.wait(timeout=30)


def _prepare(port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = pymysql.connect(host="127.0.0.1", port=port, user="root")
            break
        except pymysql.Error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"MariaDB did not start:\n{log.read_text()[-2000:]}") from None
            time.sleep(0.1)
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
