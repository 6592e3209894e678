"""The warehouse on an instance of Cloud SQL: Google's connector, a strict Admin API, TLS, a real MariaDB."""

import subprocess
import sys
from datetime import timedelta

import pytest
from foresail.airflow import connections
from foresail.errors import DatabaseUnavailable, SettingInvalid
from foresail.warehouse.connecting import look_up, reading
from sqlalchemy import URL

from tests.databases import empty_mariadb


@pytest.fixture(autouse=True)
def empty(mariadb):
    empty_mariadb(mariadb)


def ask(engine, question="SELECT COUNT(*) FROM uploads"):
    with reading(engine) as connection:
        return connection.exec_driver_sql(question).scalar()


def test_the_warehouse_is_made_and_read_through_the_connector(database, instance):
    engine = database()
    assert ask(engine) == 0
    assert look_up(engine, lambda connection: connection.exec_driver_sql("SELECT 1").scalar()) == 1
    assert {login["number"] for login in instance.logins} == {1}
    assert "STRICT_TRANS_TABLES" in ask(engine, "SELECT @@sql_mode")
    assert ask(engine, "SELECT @@character_set_client") == "utf8mb4"


def test_a_certificate_is_renewed_before_it_ends(database, instance):
    instance.valid = timedelta(minutes=3)  # less than the four minutes that are kept in hand
    engine = database()
    engine.dispose()
    instance.valid = timedelta(hours=1)
    assert ask(engine) == 0
    first = instance.certificates
    engine.dispose()
    assert ask(engine) == 0
    assert (first > 1, instance.certificates) == (True, first)
    assert instance.logins[-1]["number"] == first


def test_an_instance_that_restarts_is_connected_to_again(database, instance):
    engine = database()
    assert ask(engine) == 0
    instance.stop()
    with pytest.raises(DatabaseUnavailable) as told:
        ask(engine)
    instance.start()
    assert ask(engine) == 0
    assert "p@ss/word" not in str(told.value)


def test_an_api_that_is_away_for_a_moment_is_waited_for(database, cloud):
    from foresail.warehouse import cloud_sql

    cloud_sql._connector.cache_clear()
    cloud.access.faults.extend([503, 503, 503])
    assert ask(database()) == 0


def test_with_iam_the_server_is_shown_a_token_for_logging_in_alone(database, instance, cloud, mariadb):
    engine_error = None
    try:
        database(iam=True)
    except DatabaseUnavailable as error:  # a MariaDB does not ask Google; its front has been shown the token
        engine_error = error
    assert engine_error is not None
    token = instance.logins[-1]["token"]
    assert cloud.access.tokens[token] == {"https://www.googleapis.com/auth/sqlservice.login"}
    assert token not in str(engine_error)


def test_a_child_process_is_handed_tokens_for_the_database_and_for_nothing_else(instance, cloud):
    from foresail.airflow.connections import google_credentials
    from foresail.warehouse.cloud_sql import CloudSql

    where = CloudSql(
        instance.name, "PRIVATE", True, cloud.url, lambda: google_credentials("google_cloud_default")
    )
    query = where.hand_over(URL.create("mysql+pymysql", "airflow")).query
    scope = "https://www.googleapis.com/auth/sqlservice."
    assert cloud.access.tokens[query["token"]] == {f"{scope}admin"}
    assert cloud.access.tokens[query["login_token"]] == {f"{scope}login"}


def test_a_child_process_reads_the_warehouse_with_tokens_and_no_connection(database, cloud):
    from foresail.warehouse.connecting import address_for_child

    program = (
        "import sys; from foresail.warehouse.connecting import open_warehouse, reading\n"
        "with reading(open_warehouse(sys.argv[1])) as connection:\n"
        "    print(connection.exec_driver_sql('SELECT COUNT(*) FROM uploads').scalar())"
    )
    address = address_for_child(database())
    ended = subprocess.run(
        [sys.executable, "-c", program, address], check=False, capture_output=True, text=True, timeout=60
    )
    assert (ended.stdout.strip(), ended.stderr) == ("0", "")  # and its connector's thread ended with it


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda cloud, instance: cloud.access.denied.add("cloudsql.instances.connect"),
            r"status 403.*roles/cloudsql.client",
        ),
        (lambda cloud, instance: setattr(cloud.access, "denied", {"cloudsql.instances.get"}), "status 403"),
        (lambda cloud, instance: setattr(instance, "version", "POSTGRES_15"), "did not answer"),
        (lambda cloud, instance: instance.stop(), "port 3307"),
        (lambda cloud, instance: cloud.new_key(), "Google gave no token"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(database, cloud, instance, spoil, words):
    from foresail.warehouse import cloud_sql

    cloud_sql._connector.cache_clear()
    spoil(cloud, instance)
    with pytest.raises(DatabaseUnavailable, match=words):
        database()


@pytest.mark.parametrize(
    ("extras", "words"),
    [
        ({"cloud_sql_instance": "shop:europe-west3:none"}, "status 404.*name of the instance"),
        ({"cloud_sql_instance": "shop:europe-west1:sales"}, "another region"),
        ({"ip_type": "PUBLIC"}, "no address of kind PUBLIC"),
    ],
)
def test_an_instance_named_wrongly_is_said_with_what_to_correct(database, extras, words):
    with pytest.raises(DatabaseUnavailable, match=words):
        database(**extras)


@pytest.mark.parametrize(
    "extras",
    [
        {"cloud_sql_instance": "sales"},
        {"ip_type": "ANY"},
        {"iam": "yes"},
        {"ssl": {"ca": "x"}},
        {"host": "h"},
    ],
)
def test_extras_that_contradict_each_other_are_refused(database, extras):
    with pytest.raises(SettingInvalid, match="Connection foresail_db has"):
        database(**extras)
    connections.warehouse.cache_clear()
