"""HTTP sessions of a user who is logged in."""

import time

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


def await_quiet(airflow: httpx.Client) -> None:
    """Wait for what earlier tests have set in motion: it would publish in between."""
    deadline = time.monotonic() + QUIET_SECONDS
    going = {"state": ["queued", "running"]}
    while airflow.get("/dags/~/dagRuns", params=going).json()["total_entries"]:
        assert time.monotonic() < deadline
        time.sleep(1)
