"""Sessions of admin at the shared service."""

import pytest
from foresail.dag_ids import MONITOR

from tests.sessions import await_quiet, log_in, set_paused


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


@pytest.fixture(scope="module")
def monitored(service, published):
    """foresail_monitor runs, and has nothing left to do."""
    with log_in(service, "/api/v2") as airflow:
        set_paused(airflow, MONITOR, False)
        await_quiet(airflow)
        yield
        set_paused(airflow, MONITOR, True)
