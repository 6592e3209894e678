"""A Google Cloud for a test, and the Connections and settings that lead to it."""

import json
from collections.abc import Iterator

import pytest

from tests.integration.google.cloud import Cloud, running
from tests.integration.google.cloud_sql import Instance


@pytest.fixture
def cloud(monkeypatch) -> Iterator[Cloud]:
    with running(Cloud()) as cloud:
        monkeypatch.setenv("AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT", cloud.connection())
        yield cloud


@pytest.fixture
def instance(cloud, mariadb, tmp_path) -> Iterator[Instance]:
    """A Cloud SQL instance whose server is the real MariaDB."""
    instance = Instance(cloud.access, tmp_path, (mariadb.host, mariadb.port))
    cloud.services.append(instance.service)
    instance.start()
    yield instance
    instance.stop()


@pytest.fixture
def database(cloud, instance, mariadb, monkeypatch):
    """Sets Connection foresail_db to the instance, with what a test wants otherwise; gives the warehouse."""
    from foresail.airflow import connections, database_address
    from foresail.settings import read_settings
    from foresail.warehouse import connecting

    chosen = read_settings({"FORESAIL_GOOGLE_ENDPOINTS": f"sqladmin={cloud.url}"})
    monkeypatch.setattr(database_address, "settings", lambda: chosen)
    engines = []

    def open_database(**extras):
        extra = {"cloud_sql_instance": instance.name, "ip_type": "PRIVATE", **extras}
        fields = {"conn_type": "mysql", "login": mariadb.username, "schema": mariadb.database, "extra": extra}
        if not extras.get("iam"):
            fields["password"] = mariadb.password
        monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_DB", json.dumps(fields))
        connections.warehouse.cache_clear()
        connecting._engine.cache_clear()
        engines.append(connections.warehouse())
        return engines[-1]

    yield open_database
    for engine in engines:
        engine.dispose()
    connections.warehouse.cache_clear()
