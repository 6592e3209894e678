"""A real Airflow on this machine, `airflow standalone` with Foresail in it, started and ended whole."""

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil

from foresail.dag_ids import ALL

MARK = "FORESAIL_TRIAL"
START_SECONDS = 600
# Ctrl-C must end everything within 10 s: a polite ask, then no more asking.
POLITE_SECONDS = 5
# How long the scheduler sleeps when it has found nothing to do: between any two tasks it does so once.
IDLE_SECONDS = 0.5
# How often Dags are parsed though their files have not changed and nobody asks: at Airflow's 30 s that takes
# a tenth of a core.
PARSED_EVERY_SECONDS = 300


class NotStarted(Exception):
    """Airflow did not come up."""


def free_port(wanted: int | None = None) -> int:
    """A port that is free on loopback, `wanted` where it is."""
    for port in (wanted, 0):
        if port is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
    raise NotStarted("No port is free on this machine.")


class Service:
    """Airflow with its state in `home`, Foresail's code from `project`."""

    def __init__(self, project: Path, home: Path, port: int, settings: dict[str, str] | None = None) -> None:
        self.home = home.absolute()
        self.url = f"http://127.0.0.1:{port}"
        self.log = self.home / "airflow.log"
        self._mark = uuid.uuid4().hex
        self._process: subprocess.Popen[bytes] | None = None
        self._known: set[psutil.Process] = set()
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            MARK: self._mark,
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__CORE__DAGS_FOLDER": str(project.absolute() / "dags"),
            "AIRFLOW__CORE__EXECUTOR": "foresail.airflow.warm_executor.WarmExecutor",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PARALLELISM": str(max(2, os.cpu_count() or 2)),
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": str(PARSED_EVERY_SECONDS),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(project.absolute() / "plugins"),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": str(IDLE_SECONDS),
            **(settings or {}),
        }

    def start(self) -> None:
        """Start Airflow; it is not up yet."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "airflow", "standalone"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self, tell: Callable[[str], None] = lambda _: None) -> None:
        """Wait until the api-server answers and every Dag is known; raises NotStarted."""
        deadline = time.monotonic() + START_SECONDS
        missing = "the api-server"
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise NotStarted(f"Airflow ended while it started; see {self.log}.")
            with suppress(httpx.HTTPError, OSError, KeyError, ValueError):
                now_missing = self._missing()
                if now_missing is None:
                    return
                if now_missing != missing:
                    missing = now_missing
                    tell(f"waiting for {missing}")
            time.sleep(0.5)
        raise NotStarted(f"Airflow was not up after {START_SECONDS} s: {missing} is missing; see {self.log}.")

    def password(self) -> str:
        """The password of `admin`, as Airflow made it up."""
        return json.loads((self.home / "simple_auth_manager_passwords.json.generated").read_text())["admin"]

    def stop(self) -> None:
        """End every process that was started, however deep."""
        processes = self._processes()
        for process in processes:
            with suppress(psutil.Error):
                process.terminate()
        psutil.wait_procs(processes, timeout=POLITE_SECONDS)
        for _ in range(3):
            left = self._processes()
            for process in left:
                with suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(left, timeout=1)
        if self._process is not None:
            self._process.poll()

    def _missing(self) -> str | None:
        health = httpx.get(f"{self.url}/api/v2/monitor/health", timeout=5).json()
        for part in ("metadatabase", "scheduler", "dag_processor"):
            if health[part]["status"] != "healthy":
                return f"the {part.replace('_', ' ')}"
        login = {"username": "admin", "password": self.password()}
        token = httpx.post(f"{self.url}/auth/token", json=login, timeout=5).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        for dag_id in ALL:
            if httpx.get(f"{self.url}/api/v2/dags/{dag_id}", headers=headers, timeout=5).is_error:
                return f"Dag {dag_id}"
        answer = httpx.get(f"{self.url}/foresail/api/v1/health", headers=headers, timeout=60)
        return None if answer.is_success else "Foresail's endpoints"

    def _processes(self) -> list[psutil.Process]:
        """Every process that descends from Airflow's first, shares its session or carries its mark.

        One net alone has holes: a process may leave the session, lose its parent, or write its title over
        its environment. What was found once is remembered.
        """
        if self._process is None:
            return []
        with suppress(psutil.Error):
            self._known |= set(psutil.Process(self._process.pid).children(recursive=True))
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if os.getsid(process.pid) == self._process.pid or process.environ().get(MARK) == self._mark:
                    self._known.add(process)
        return [process for process in self._known if process.is_running() and process.pid != os.getpid()]

    def __enter__(self) -> "Service":
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()
