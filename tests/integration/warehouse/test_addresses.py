"""The extras of Connection foresail_db as a real MariaDB sees them."""

from types import SimpleNamespace

import pymysql
import pytest
from foresail.airflow.database_address import make_url
from foresail.errors import DatabaseUnavailable
from foresail.warehouse.connecting import open_warehouse, reading

from tests.databases import run_mariadb


def open_with(url, **fields):
    known = {"login": url.username, "password": url.password, "host": url.host, "port": url.port}
    fields = {**known, "schema": url.database, "extra_dejson": {}, **fields}
    return open_warehouse(make_url(SimpleNamespace(**fields)))


def ask(engine, question):
    with reading(engine) as connection:
        return connection.exec_driver_sql(question).scalar()


def test_a_socket_is_used_in_place_of_the_host(tmp_path):
    with run_mariadb(tmp_path) as (url, _):
        root = pymysql.connect(unix_socket=str(tmp_path / "s"), user="root")
        with root, root.cursor() as cursor:
            cursor.execute(f"GRANT ALL ON foresail.* TO foresail@localhost IDENTIFIED BY '{url.password}'")
        extras = {"unix_socket": str(tmp_path / "s")}
        engine = open_with(url, host="nowhere.invalid", port=1, extra_dejson=extras)
        assert ask(engine, "SELECT @@hostname IS NOT NULL") == 1
        engine.dispose()


def test_a_server_that_cannot_show_the_certificate_asked_for_is_not_talked_to(mariadb, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text("")
    with pytest.raises((DatabaseUnavailable, OSError)):
        open_with(mariadb, extra_dejson={"ssl": {"ca": str(ca)}})
