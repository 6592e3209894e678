"""HTTP sessions of a user who is logged in."""

import httpx
from foresail.trial.service import Service

TIMEOUT_SECONDS = 60


def log_in(service: Service, below: str = "") -> httpx.Client:
    """A client of `admin`, its addresses below a path of the service."""
    login = {"username": "admin", "password": service.password()}
    token = httpx.post(f"{service.url}/auth/token", json=login, timeout=TIMEOUT_SECONDS).json()[
        "access_token"
    ]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=service.url + below, headers=headers, timeout=TIMEOUT_SECONDS)
