"""What needs a person, told by a real Airflow: Dags that are paused, and runs that failed."""

import time

import pytest

from tests.sessions import log_in

DEADLINE_SECONDS = 90


@pytest.fixture
def airflow(service):
    with log_in(service, "/api/v2") as http:
        yield http


def told(client):
    return {(item["kind"], item.get("dag_id")): item for item in client.attention()}


def switch(airflow, is_paused):
    """Pause a Dag, or switch it on: Airflow answers 500 where its SQLite is written to for five seconds."""
    for _ in range(5):
        answer = airflow.patch("/dags/foresail_train", json={"is_paused": is_paused})
        if not answer.is_server_error:
            break
    answer.raise_for_status()


def test_a_paused_dag_holds_forecasts_up_until_it_is_switched_on(client, airflow):
    assert ("dag-paused", "foresail_train") not in told(client)
    switch(airflow, True)
    try:
        assert told(client)["dag-paused", "foresail_train"]["severity"] == "error"
    finally:
        switch(airflow, False)
    assert ("dag-paused", "foresail_train") not in told(client)


def test_the_newest_run_of_a_dag_is_told_where_it_failed_and_no_longer_once_it_is_gone(client, airflow):
    run = {"dag_run_id": "nothing-to-store", "logical_date": None, "conf": {"upload_id": 999_999}}
    airflow.post("/dags/foresail_ingest/dagRuns", json=run).raise_for_status()
    address = "/dags/foresail_ingest/dagRuns/nothing-to-store"
    try:
        airflow.patch(address, json={"state": "failed"}).raise_for_status()
        deadline = time.monotonic() + DEADLINE_SECONDS
        while ("run-failed", "foresail_ingest") not in told(client):
            assert time.monotonic() < deadline
            time.sleep(1)
        assert told(client)["run-failed", "foresail_ingest"]["dag_run_id"] == "nothing-to-store"
    finally:
        airflow.delete(address).raise_for_status()
    assert ("run-failed", "foresail_ingest") not in told(client)
