"""Lookups in a real api-server, against a bare FastAPI app and Airflow's own cheapest answer; pages; many at once.

10,000 products x 90 days are cached, in SQLite and, where it is installed, in MariaDB, whose memory holds both our
tables and the peer's, as a warehouse's does. BENCH_SECONDS is how long 50 clients ask at once.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psutil
from foresail.trial.service import Service, free_port
from foresail.warehouse.connecting import open_warehouse, sqlite_url
from sqlalchemy import URL

from tests.bench import catalogue
from tests.bench.measuring import Row, show
from tests.conftest import PROJECT
from tests.databases import run_mariadb
from tests.requirements import is_installed

CALLS, ROUNDS = 150, 6
CLIENTS = 50
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
API = "/foresail/api/v1"
OURS = ANOTHER, AGAIN = ("another product each time", "one product, again and again")


def main() -> None:
    """Measure on both databases."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "sqlite"
        _measure("SQLite", home, sqlite_url(home / "foresail" / "warehouse.db"), {})
        if is_installed("mariadbd"):
            data, home = Path(folder) / "data", Path(folder) / "mariadb"
            data.mkdir()
            with run_mariadb(data, "--innodb-buffer-pool-size=1G") as (url, _):
                address = url.set(drivername="mysql").render_as_string(hide_password=False)
                _measure("MariaDB", home, url, {"AIRFLOW_CONN_FORESAIL_DB": address})


def _measure(name: str, home: Path, url: URL, settings: dict[str, str]) -> None:
    engine = open_warehouse(url)
    catalogue.fill(engine)
    catalogue.fill_rows(engine)
    engine.dispose()
    service = Service(PROJECT, home, free_port(), {"FORESAIL_HORIZON": "90", **settings})
    with service, _bare(url) as bare_port:
        service.wait()
        time.sleep(10)  # the Dags are being parsed for the first time
        token = _token(service)
        _compare(name, service, bare_port, token)
        _read_page(name, service, token)
        _crowd(name, service, token)


def _compare(name: str, service: Service, bare_port: int, token: str) -> None:
    port = int(service.url.rsplit(":", 1)[1])
    headers = {"Authorization": f"Bearer {token}"}
    ours = f"{API}/forecasts?product={{}}&horizon=28"
    asked = {
        ANOTHER: (port, lambda: ours.format(quote(_product())), headers),
        AGAIN: (port, lambda: ours.format(quote(catalogue.name_of(1))), headers),
        "bare": (bare_port, lambda: f"/forecasts?product={quote(_product())}&horizon=28", {}),
        "version": (port, lambda: "/api/v2/version", headers),
    }
    clients = {peer: http.client.HTTPConnection("127.0.0.1", told[0]) for peer, told in asked.items()}
    seconds: dict[str, list[float]] = {peer: [] for peer in asked}
    for number in range(ROUNDS + 1):
        for peer, (_, path, sent) in asked.items():
            took = [_call(clients[peer], path(), sent) for _ in range(CALLS)]
            seconds[peer] += took if number else []
    for what in OURS:
        for figure, at in (("p50", 0.5), ("p99", 0.99)):
            rows = [
                Row(f"{name}: {figure} against {peer}", *_millis(at, seconds[what], seconds[peer]), "ms")
                for peer in ("bare", "version")
            ]
            show(f"28 days of {what}: a warm client, {figure}", "the peer named", rows)
        rates = {peer: len(took) / sum(took) for peer, took in seconds.items()}
        rows = [
            Row(f"{name}: calls a second against {peer}", rates[what], rates[peer], "1/s")
            for peer in ("bare", "version")
        ]
        show(f"28 days of {what}: calls a second", "the peer named", rows)


def _read_page(name: str, service: Service, token: str) -> None:
    """A page of 1,000 products with 90 days each, and what the api-server's memory does meanwhile."""
    path = f"{API}/forecasts?limit=1000"
    connection = http.client.HTTPConnection("127.0.0.1", int(service.url.rsplit(":", 1)[1]))
    headers = {"Authorization": f"Bearer {token}"}
    _call(connection, path, headers)
    before = _memory_mib(service)
    started, first, size, peak = time.perf_counter(), 0.0, 0, before
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    while part := answer.read(1024**2):
        first = first or time.perf_counter() - started
        size += len(part)
        peak = max(peak, _memory_mib(service))
    took = time.perf_counter() - started
    print(
        f"\n{name}: a page of 1,000 products x 90 days: {size / 1024**2:.1f} MiB in {took:.2f} s, the first part "
        f"after {first:.2f} s; the api-server holds {before:.0f} MiB before, {peak:.0f} MiB at most meanwhile"
    )


def _crowd(name: str, service: Service, token: str) -> None:
    """50 clients that ask without a pause."""
    port, headers = int(service.url.rsplit(":", 1)[1]), {"Authorization": f"Bearer {token}"}
    ends, seconds, errors = time.monotonic() + SECONDS, [], []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < ends:
            try:
                seconds.append(
                    _call(connection, f"{API}/forecasts?product={quote(_product())}&horizon=28", headers)
                )
            except (OSError, http.client.HTTPException, AssertionError) as error:
                errors.append(error)
                connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(
        f"\n{name}: {CLIENTS} clients at once for {SECONDS} s: {len(seconds):,} answers, {len(errors)} errors, "
        f"{len(seconds) / SECONDS:.0f} a second, p50 {1e3 * _at(seconds, 0.5):.0f} ms, p99 {1e3 * _at(seconds, 0.99):.0f} ms"
    )


@contextmanager
def _bare(url: URL) -> Iterator[int]:
    port = free_port()
    told = {"BARE_DATABASE": url.render_as_string(hide_password=False), "BARE_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare_app"], env={**os.environ, **told}, cwd=PROJECT
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _token(service: Service) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", int(service.url.rsplit(":", 1)[1]))
    login = json.dumps({"username": "admin", "password": service.password()})
    connection.request("POST", "/auth/token", login, {"Content-Type": "application/json"})
    return json.loads(connection.getresponse().read())["access_token"]


def _call(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body[:300]
    return time.perf_counter() - started


def _product() -> str:
    return catalogue.name_of(random.randint(1, catalogue.PRODUCTS))


def _at(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def _millis(share: float, *peers: list[float]) -> list[float]:
    return [1e3 * _at(seconds, share) for seconds in peers]


def _memory_mib(service: Service) -> float:
    """What the process that listens on the service's port holds."""
    port = int(service.url.rsplit(":", 1)[1])
    for process in psutil.process_iter():
        try:
            links = process.net_connections()
            if any(link.status == psutil.CONN_LISTEN and link.laddr.port == port for link in links):
                return process.memory_info().rss / 1024**2
        except psutil.Error:
            continue
    return 0.0
