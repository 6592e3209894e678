"""Sessions of admin at the shared service."""

import pytest

from tests.sessions import log_in


@pytest.fixture(scope="module")
def http(service):
    """At Foresail's endpoints."""
    with log_in(service, "/foresail/api/v1") as http:
        yield http


@pytest.fixture(scope="module")
def airflow(service):
    """At Airflow's own."""
    with log_in(service, "/api/v2") as http:
        yield http
