"""Fixtures shared by all tests: databases, a storage, and one real Airflow with Foresail in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from foresail.client import ForesailClient
from foresail.dag_ids import MONITOR, NOTIFY
from foresail.storage.objects import Storage
from foresail.trial import journey
from foresail.trial.service import Service, free_port
from foresail.warehouse.connecting import open_warehouse, sqlite_url
from fsspec.implementations.local import LocalFileSystem
from sqlalchemy import URL, Engine

from tests.databases import copy_sqlite, empty_mariadb, run_mariadb
from tests.deployments import Deployment
from tests.factories import DAY, write_workbook
from tests.sessions import await_quiet, log_in, set_paused

PROJECT = Path(__file__).parents[1]
FOLLOWING = (NOTIFY, MONITOR)
"""The Dags that follow each publication: two of five tasks, of which most tests ask nothing."""
SHARE_THE_AIRFLOW = ("tests/browser/", "tests/integration/service/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share the one Airflow stay in one process, and so does every other file."""
    from xdist.scheduler import LoadScopeScheduling

    class ByAirflow(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return "the Airflow" if file.startswith(SHARE_THE_AIRFLOW) else file

    return ByAirflow(config, log)


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A real MariaDB for the session."""
    with run_mariadb(tmp_path_factory.mktemp("mariadb")) as (url, _):
        yield url


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an empty warehouse lies that tests on SQLite begin with a copy of."""
    return tmp_path_factory.mktemp("template") / "warehouse.db"


@pytest.fixture(params=["sqlite", "mariadb"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty warehouse, once on SQLite and once on MariaDB."""
    engine = open_empty(request, tmp_path)
    yield engine
    engine.dispose()


def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An empty warehouse on the database that a fixture's parameter names."""
    from foresail.warehouse import connecting

    if request.param == "sqlite":
        copy_sqlite(request.getfixturevalue("template"), tmp_path / "warehouse.db")
        return open_warehouse(sqlite_url(tmp_path / "warehouse.db"))
    url = request.getfixturevalue("mariadb")
    empty_mariadb(url)
    connecting._engine.cache_clear()
    return open_warehouse(url)


@pytest.fixture
def sqlite(template: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty warehouse on SQLite."""
    copy_sqlite(template, tmp_path / "warehouse.db")
    engine = open_warehouse(sqlite_url(tmp_path / "warehouse.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """An empty storage in a folder."""
    return Storage(LocalFileSystem(), str(tmp_path / "storage"))


@pytest.fixture
def deployed(engine: Engine, storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """Foresail's jobs on an empty warehouse (SQLite, then MariaDB) and storage."""
    return Deployment(engine, storage).install(monkeypatch)


@pytest.fixture
def deployed_small(sqlite: Engine, storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """Foresail's jobs on an empty SQLite warehouse and storage."""
    return Deployment(sqlite, storage).install(monkeypatch)


@pytest.fixture(scope="session")
def mirrored() -> Iterator[Any]:
    """A Cloud Scheduler that the Airflow of the tests mirrors its schedules in."""
    from tests.integration.google.cloud import Cloud, running
    from tests.integration.google.scheduler import CloudScheduler

    with running(Cloud()) as cloud:
        yield CloudScheduler.join(cloud)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, mirrored: Any) -> Iterator[Service]:
    """A real Airflow (api-server, scheduler, dag-processor, triggerer) with Foresail in it; it forecasts by store."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FORESAIL_SERIES", "product-store")
        for name, value in mirrored.settings().items():
            environment.setenv(name, value)
        port = free_port()
        environment.setenv("FORESAIL_CLOUD_SCHEDULER_URL", f"http://127.0.0.1:{port}")
        service = Service(PROJECT, tmp_path_factory.mktemp("airflow"), port)
    with service:
        service.wait()
        yield service


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[ForesailClient]:
    """A client logged in as admin."""
    with ForesailClient.login(service.url, "admin", service.password()) as client:
        yield client


@dataclass(frozen=True)
class Published:
    """An upload whose forecasts are published: the product to ask for, and how the journey went."""

    product: str
    upload: dict
    seconds: dict


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a year of three products in two stores."""
    rng = np.random.default_rng(7)
    rows = []
    for number in range(180):
        day = DAY - timedelta(days=180 - number)
        for position, product in enumerate(("Tea", "Coffee", "Rye Bread")):
            for store in ("North", "South"):
                units = int(rng.poisson(3 + 2 * position + (day.weekday() == 5) * 3))
                if units:
                    rows.append((day, product, units, 2.5, f"T{number}-{store}", store, "P1"))
    rows.append((DAY, None, 3, 2.5, "T-bad", "North", "P1"))
    return write_workbook(tmp_path_factory.mktemp("workbook") / "sales.xlsx", rows)


@pytest.fixture(scope="session")
def published(service: Service, client: ForesailClient, workbook: Path) -> Published:
    """The service after a workbook went all the way through it; what follows a publication rests from then on."""
    client.subscribe("planner@example.com")
    travelled = journey.travel(client, workbook, lambda _: None, 240)
    assert travelled["upload"]["status"] == "published", travelled["upload"]
    with log_in(service, "/api/v2") as airflow:
        await_quiet(airflow)
        for dag_id in FOLLOWING:
            set_paused(airflow, dag_id, True)
    return Published("Tea", travelled["upload"], travelled["seconds"])
