"""The whole journey in a real Airflow with a real MariaDB, mail server and model server; then they go away."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest
from aiosmtpd.controller import Controller
from foresail.client import ForesailClient, Refused
from foresail.trial import journey
from foresail.trial.service import Service, free_port

from tests.conftest import PROJECT
from tests.databases import run_mariadb
from tests.mailboxes import Mailbox
from tests.sessions import log_in


@pytest.fixture(scope="module")
def mailbox():
    mailbox = Mailbox()
    mailbox.server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mailbox.server.start()
    yield mailbox
    mailbox.server.stop()


@pytest.fixture(scope="module")
def mariadb_of_its_own(tmp_path_factory):
    with run_mariadb(tmp_path_factory.mktemp("db")) as (url, process):
        yield url, process


@pytest.fixture(scope="module")
def model_server():
    """The Connection of a model server; none is there yet."""
    server = {
        "conn_type": "http",
        "host": "127.0.0.1",
        "port": free_port(),
        "password": "long enough a token",
    }
    return {"AIRFLOW_CONN_FORESAIL_MODEL_SERVER": json.dumps(server)}, f"http://127.0.0.1:{server['port']}"


@contextmanager
def served(service, model_server):
    """`python -m foresail.serving`, up."""
    connection, url = model_server
    environment = {**os.environ, **connection, "AIRFLOW_HOME": str(service.home)}
    command = [sys.executable, "-m", "foresail.serving"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            await_health(f"{url}/health")
            yield
        finally:
            process.terminate()


def await_health(url):
    deadline = time.monotonic() + 60
    while True:
        try:
            assert httpx.get(url).status_code == 200
            return
        except httpx.ConnectError:
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.fixture(scope="module")
def connected(tmp_path_factory, mailbox, mariadb_of_its_own, model_server):
    url, _ = mariadb_of_its_own
    database = url.set(drivername="mysql").render_as_string(hide_password=False)
    mail = f"smtp://127.0.0.1:{mailbox.server.port}/?disable_ssl=true&disable_tls=true&from_email=f%40example.com"
    settings = {"AIRFLOW_CONN_FORESAIL_DB": database, "AIRFLOW_CONN_FORESAIL_SMTP": mail, **model_server[0]}
    service = Service(PROJECT, tmp_path_factory.mktemp("connected"), free_port(), settings)
    with service:
        service.wait()
        with ForesailClient.login(service.url, "admin", service.password()) as client:
            yield service, client


def call_airflow(service, method, path, content=None):
    with log_in(service, "/api/v2") as http:
        return http.request(method, path, json=content).json()


def wait_for_state(service, path, states, seconds=120):
    deadline = time.monotonic() + seconds
    while (state := call_airflow(service, "GET", path)["state"]) not in states:
        assert time.monotonic() < deadline, state
        time.sleep(1)
    return state


def test_a_dag_without_anything_to_do_is_red_at_once(connected):
    service, _ = connected
    content = {"dag_run_id": "too-early", "logical_date": None}
    call_airflow(service, "POST", "/dags/foresail_train/dagRuns", content)
    path = "/dags/foresail_train/dagRuns/too-early"
    assert wait_for_state(service, path, ("failed", "success")) == "failed"


def test_the_journey_ends_in_mysql_and_in_the_mailbox(connected, mariadb_of_its_own, mailbox, workbook):
    import pymysql

    service, client = connected
    client.subscribe("ann@example.com")
    travelled = journey.travel(client, workbook, lambda _: None, 240)
    assert travelled["upload"]["status"] == "published", travelled["upload"]["runs"]
    assert client.forecast("Tea", horizon=7)["days"][0]["mean"] > 0
    assert [receivers for receivers, _ in mailbox.mails] == [["ann@example.com"]]
    url, _ = mariadb_of_its_own
    with pymysql.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, database=url.database
    ).cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sales")
        assert cursor.fetchone()[0] == travelled["upload"]["rows_stored"]
    assert not (service.home / "foresail" / "warehouse.db").exists()


def count_runs(service):
    return call_airflow(service, "GET", "/dags/foresail_predict/dagRuns?limit=1")["total_entries"]


def test_the_model_server_answers_at_once_and_a_run_does_where_it_is_away(connected, model_server):
    service, client = connected
    before = count_runs(service)
    with served(service, model_server):
        assert len(client.forecast("Tea", horizon=60)["days"]) == 60
        assert count_runs(service) == before
    assert len(client.forecast("Tea", horizon=45)["days"]) == 45
    assert client.forecast("Tea", horizon=70)["days"] == []
    assert count_runs(service) == before + 1
    assert len(client.forecast("Tea", patience_seconds=120, horizon=70)["days"]) == 70


def test_a_storage_that_goes_away_is_a_503_and_nothing_is_lost(connected, tmp_path, workbook):
    service, client = connected
    storage = service.home / "foresail" / "storage"
    away = storage.rename(storage.with_name("away"))
    storage.write_text("no folder")
    try:
        with pytest.raises(Refused) as refused:
            client.health()
        assert (refused.value.status, refused.value.code) == (503, "storage-unavailable")
        changed = tmp_path / "changed.csv"
        changed.write_text("Date,Product,Quantity\n2026-03-02,Tea,1\n")
        with pytest.raises(Refused) as refused:
            client.upload(changed)
        assert (refused.value.status, refused.value.code) == (503, "storage-unavailable")
    finally:
        storage.unlink()
        away.rename(storage)
    assert client.health()["status"] == "healthy"
    assert client.upload(workbook)["already_uploaded"]


def test_a_database_that_goes_away_is_a_503_and_a_task_that_waits_for_it(connected, mariadb_of_its_own):
    service, client = connected
    _, process = mariadb_of_its_own
    process.terminate()
    process.wait(timeout=30)
    for question in (client.stats, client.health, lambda: client.forecast("Tea")):
        with pytest.raises(Refused) as refused:
            question()
        assert (refused.value.status, refused.value.code) == (503, "database-unavailable")
        assert "p@ss" not in str(refused.value)
    content = {"dag_run_id": "no-database", "logical_date": None}
    call_airflow(service, "POST", "/dags/foresail_train/dagRuns", content)
    path = "/dags/foresail_train/dagRuns/no-database/taskInstances/snapshot"
    assert wait_for_state(service, path, ("up_for_retry", "failed", "success")) == "up_for_retry"
