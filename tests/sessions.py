"""HTTP sessions of a user who is logged in."""

import time
from typing import Any

import httpx
from foresail.trial.service import Service

TIMEOUT_SECONDS = 60
QUIET_SECONDS = 120


def log_in(service: Service, below: str = "") -> httpx.Client:
    """A client of `admin`, its addresses below a path of the service."""
    login = {"username": "admin", "password": service.password()}
    token = httpx.post(f"{service.url}/auth/token", json=login, timeout=TIMEOUT_SECONDS).json()[
        "access_token"
    ]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=service.url + below, headers=headers, timeout=TIMEOUT_SECONDS)


def set_paused(airflow: httpx.Client, dag_id: str, is_paused: bool) -> None:
    """Pause a Dag, or let it go on: then it runs once for all that it has missed."""
    airflow.patch(f"/dags/{dag_id}", json={"is_paused": is_paused}).raise_for_status()


def start_run(airflow: httpx.Client, dag_id: str, run_id: str, conf: dict[str, Any]) -> None:
    """Start a run."""
    run = {"logical_date": None, "dag_run_id": run_id, "conf": conf}
    airflow.post(f"/dags/{dag_id}/dagRuns", json=run).raise_for_status()


def await_run(airflow: httpx.Client, dag_id: str, run_id: str) -> tuple[str, dict[str, str]]:
    """Wait for the end of a run: its state, and each task's."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        state = airflow.get(f"/dags/{dag_id}/dagRuns/{run_id}").json()["state"]
        if state in ("success", "failed"):
            break
        time.sleep(0.5)
    tasks = airflow.get(f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances").json()["task_instances"]
    return state, {task["task_id"]: task["state"] for task in tasks}


def await_quiet(airflow: httpx.Client) -> None:
    """Wait for what earlier tests have set in motion: it would publish, or write, in between.

    A question that a person is to answer stands still, and may stand for ever; between two tasks of a run
    nothing works for a moment, so quiet is seen twice.
    """
    deadline, quiet = time.monotonic() + QUIET_SECONDS, 0
    while quiet < 2:
        assert time.monotonic() < deadline
        quiet = 0 if _is_at_work(airflow) else quiet + 1
        time.sleep(1)


def _is_at_work(airflow: httpx.Client) -> bool:
    waiting = {"state": ["scheduled", "queued", "running", "up_for_retry"], "limit": 1}
    tasks = airflow.get("/dags/~/dagRuns/~/taskInstances", params=waiting).json()["total_entries"]
    runs = airflow.get("/dags/~/dagRuns", params={"state": "queued", "limit": 1}).json()["total_entries"]
    return bool(tasks or runs)
