"""A Google Cloud for a test, and the Connections and settings that lead to it."""

import json
from collections.abc import Iterator

import pytest
from foresail.settings import GOOGLE_SERVICES, Settings, read_settings

from tests.deployments import Deployment
from tests.integration.google.cloud import STAY_HERE, Cloud, running
from tests.integration.google.cloud_sql import Instance
from tests.integration.google.gcs import Bucket
from tests.integration.google.vertex_jobs import REGION, CustomJobs
from tests.integration.google.vertex_models import Models


@pytest.fixture
def cloud(monkeypatch) -> Iterator[Cloud]:
    with running(Cloud()) as cloud:
        monkeypatch.setenv("AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT", cloud.connection())
        for name, value in STAY_HERE.items():
            monkeypatch.setenv(name, value)
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
    engines, warehouse = [], connections.warehouse

    def open_database(**extras):
        extra = {"cloud_sql_instance": instance.name, "ip_type": "PRIVATE", **extras}
        fields = {"conn_type": "mysql", "login": mariadb.username, "schema": mariadb.database, "extra": extra}
        if not extras.get("iam"):
            fields["password"] = mariadb.password
        monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_DB", json.dumps(fields))
        warehouse.cache_clear()
        connecting._engine.cache_clear()
        engines.append(warehouse())
        return engines[-1]

    yield open_database
    for engine in engines:
        engine.dispose()
    warehouse.cache_clear()


@pytest.fixture
def bucket(cloud) -> Bucket:
    """The bucket `foresail`."""
    bucket = Bucket(cloud.access)
    cloud.others.append(bucket)
    return bucket


@pytest.fixture
def adc(cloud, tmp_path):
    """The account that a container of Vertex AI runs as."""
    adc = tmp_path / "adc.json"
    adc.write_text(json.dumps(cloud.account()))
    return adc


@pytest.fixture
def vertex(cloud, adc, tmp_path) -> Iterator[CustomJobs]:
    """Vertex AI's custom jobs."""
    vertex = CustomJobs(cloud.access, tmp_path, adc)
    cloud.services.append(vertex.service)
    yield vertex
    vertex.stop()


@pytest.fixture
def models(cloud, adc, tmp_path) -> Iterator[Models]:
    """Vertex AI's model registry and an endpoint."""
    models = Models(cloud.access, tmp_path, adc)
    cloud.services.append(models.service)
    yield models
    models.stop()


@pytest.fixture
def cancels(monkeypatch) -> list:
    """What is to be called when the running task is ended from outside."""
    from foresail.airflow import tasks

    cancels: list = []
    monkeypatch.setattr(tasks, "on_cancel", cancels.append)
    return cancels


@pytest.fixture
def set_google(cloud, bucket, cancels, monkeypatch):
    """Sets Google Cloud up for this process, with whatever settings a test wants; gives the settings."""
    from foresail.airflow import connections
    from foresail.google import custom_jobs, places
    from foresail.jobs import deploying, predicting, training

    def choose(**settings: str) -> Settings:
        chosen = read_settings(
            {
                "FORESAIL_STORAGE": "gs://foresail/team",
                "FORESAIL_GOOGLE_ENDPOINTS": ",".join(
                    f"{service}={cloud.url}" for service in GOOGLE_SERVICES
                ),
                "FORESAIL_GOOGLE_REGION": REGION,
                "FORESAIL_VERTEX_IMAGE": f"{REGION}-docker.pkg.dev/shop/foresail/foresail:1",
                "FORESAIL_VERTEX_SERVICE_ACCOUNT": "trainer@shop.iam.gserviceaccount.com",
                **settings,
            }
        )
        for module in (connections, places, training, predicting, deploying):
            monkeypatch.setattr(module, "settings", lambda: chosen)
        opened.cache_clear()
        return chosen

    monkeypatch.setattr(custom_jobs.CustomJobs.__init__, "__defaults__", (0.05,))
    opened = connections.storage
    yield choose
    opened.cache_clear()


@pytest.fixture
def on_google(set_google, sqlite, monkeypatch):
    """Foresail's jobs on a bucket, with whatever settings a test wants."""
    from foresail.airflow import connections

    opened = connections.storage

    def deploy(**settings: str) -> Deployment:
        chosen = set_google(**settings)
        deployed = Deployment(sqlite, opened()).install(monkeypatch)
        deployed.settings = lambda: chosen
        return deployed

    return deploy
