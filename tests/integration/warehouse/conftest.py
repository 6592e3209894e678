"""The warehouse's tests run on SQLite, and on a MariaDB that is an instance of Cloud SQL.

What uses the warehouse is tested on the same MariaDB without the connector.
"""

from collections.abc import Iterator

import pytest
from foresail.warehouse.connecting import open_warehouse
from google.oauth2.service_account import Credentials
from sqlalchemy import URL, Engine

from tests.conftest import open_empty
from tests.databases import empty_mariadb
from tests.integration.google.cloud import Cloud, running
from tests.integration.google.cloud_sql import Instance


@pytest.fixture(scope="session")
def cloud_sql(mariadb: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[URL, Credentials]]:
    """The address of an instance, and the credentials that it is opened with."""
    with running(Cloud()) as cloud:
        folder = tmp_path_factory.mktemp("cloud-sql")
        instance = Instance(cloud.access, folder, (mariadb.host or "", mariadb.port or 0))
        cloud.services.append(instance.service)
        instance.start()
        query = {
            "cloud_sql_instance": instance.name,
            "ip_type": "PRIVATE",
            "iam": "false",
            "endpoint": cloud.url,
        }
        yield (
            mariadb.set(host=None, port=None, query=query),
            Credentials.from_service_account_info(cloud.account()),
        )
        instance.stop()


@pytest.fixture(params=["sqlite", "cloud-sql"])
def engine(request: pytest.FixtureRequest, tmp_path) -> Iterator[Engine]:
    """An empty warehouse on each of the two."""
    if request.param != "cloud-sql":
        engine = open_empty(request, tmp_path)
    else:
        url, credentials = request.getfixturevalue("cloud_sql")
        empty_mariadb(request.getfixturevalue("mariadb"))
        engine = open_anew(url, credentials)
    yield engine
    engine.dispose()


def open_anew(url: URL, credentials: Credentials) -> Engine:
    from foresail.warehouse import connecting

    connecting._engine.cache_clear()
    return open_warehouse(url, credentials=lambda: credentials)
