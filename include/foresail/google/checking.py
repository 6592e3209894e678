"""Which permissions the settings need, and which of them Airflow's account lacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foresail.airflow import connections
from foresail.airflow.database_address import google_connection
from foresail.errors import ForesailError
from foresail.google.calling import SECONDS, speaking
from foresail.google.places import place
from foresail.settings import CLOUD_SCHEDULER, Settings, settings

ADDRESSES = {
    "cloudresourcemanager": ("https://cloudresourcemanager.googleapis.com", "v3"),
    "iam": ("https://iam.googleapis.com", "v1"),
    "storage": ("https://storage.googleapis.com", "storage/v1"),
}
JOBS = [f"aiplatform.customJobs.{verb}" for verb in ("create", "get", "list", "cancel")]
MODELS = [f"aiplatform.models.{verb}" for verb in ("upload", "list", "get", "update")]
ENDPOINTS = [f"aiplatform.endpoints.{verb}" for verb in ("get", "update", "deploy", "undeploy")]
SCHEDULES = [f"cloudscheduler.jobs.{verb}" for verb in ("create", "get", "update", "delete", "enable")]
OBJECTS = [f"storage.objects.{verb}" for verb in ("create", "get", "list", "delete")]


@dataclass(frozen=True)
class Need:
    """Permissions on a resource, the narrowest of Google's own roles that has them, and what they are for."""

    purpose: str
    service: str
    resource: str
    role: str
    permissions: tuple[str, ...]
    connection: str = connections.GOOGLE


@dataclass(frozen=True)
class Finding:
    """What became of a need: `missing` is empty where all is well; `error` says why it could not be tried."""

    need: Need
    missing: tuple[str, ...] = ()
    error: str = ""

    def __str__(self) -> str:
        """One line for people."""
        need = self.need
        if self.error:
            return f"failed   {need.purpose}: {self.error}"
        if not self.missing:
            return f"ok       {need.purpose}"
        lacks = ", ".join(self.missing)
        return f"missing  {need.purpose}: {lacks}. Give Airflow's account {need.role} on {need.resource}."


def check() -> list[Finding]:
    """Try every permission that the settings need, without making or changing anything."""
    return [_try(need) for need in list_needs()]


def list_needs() -> list[Need]:
    """What the settings and Connections of this process need of Google Cloud."""
    wanted = settings()
    return [*_of_storage(wanted), *_of_database(), *_of_vertex(wanted), *_of_scheduler(wanted)]


def _of_storage(wanted: Settings) -> Iterator[Need]:
    if found := re.match(r"gs://(?:(\w+)@)?([^/]+)", wanted.storage):
        account, role = found[1] or connections.GOOGLE, "roles/storage.objectUser"
        yield Need("files in the bucket", "storage", f"b/{found[2]}", role, tuple(OBJECTS), account)


def _of_database() -> Iterator[Need]:
    connection = connections.find_connection(connections.DATABASE)
    account = google_connection(connection) if connection else None
    if account is None:
        return
    project = connection.extra_dejson["cloud_sql_instance"].rsplit(":", 2)[0]
    connect = ("cloudsql.instances.connect", "cloudsql.instances.get")
    resource = f"projects/{project}"
    yield Need("the database", "cloudresourcemanager", resource, "roles/cloudsql.client", connect, account)
    if connection.extra_dejson.get("iam"):
        login, role = ("cloudsql.instances.login",), "roles/cloudsql.instanceUser"
        yield Need("logging in to the database", "cloudresourcemanager", resource, role, login, account)


def _of_vertex(wanted: Settings) -> Iterator[Need]:
    permissions = {
        "jobs of Vertex AI": JOBS if "vertex" in (wanted.training, wanted.prediction) else [],
        "the model registry": MODELS if wanted.vertex_registry != "none" else [],
        "deploying models": ENDPOINTS if wanted.vertex_registry == "deploy" else [],
    }
    needed = {purpose: tuple(each) for purpose, each in permissions.items() if each}
    if not needed:
        return
    resource = f"projects/{place('aiplatform').project}"
    for purpose, each in needed.items():
        yield Need(purpose, "cloudresourcemanager", resource, "roles/aiplatform.user", each)
    yield _acting_as(wanted.vertex_service_account, "running jobs as their account")


def _of_scheduler(wanted: Settings) -> Iterator[Need]:
    if found := re.fullmatch(CLOUD_SCHEDULER, wanted.cloud_scheduler):
        role = "roles/cloudscheduler.admin"
        resource = f"projects/{found[1]}"
        yield Need("mirrored schedules", "cloudresourcemanager", resource, role, tuple(SCHEDULES))
        yield _acting_as(wanted.cloud_scheduler_account, "ticking as its account")


def _acting_as(account: str, purpose: str) -> Need:
    resource = f"projects/-/serviceAccounts/{account}"
    return Need(purpose, "iam", resource, "roles/iam.serviceAccountUser", ("iam.serviceAccounts.actAs",))


def _try(need: Need) -> Finding:
    try:
        granted = _ask(need)
    except ForesailError as error:
        return Finding(need, error=str(error))
    return Finding(need, tuple(each for each in need.permissions if each not in granted))


def _ask(need: Need) -> set[str]:
    """Which of the permissions the account has, by testIamPermissions."""
    from google.api_core.exceptions import from_http_response
    from google.auth.transport.requests import AuthorizedSession

    with speaking(f"to say who may use {need.resource}"):
        credentials, _ = connections.google_account(need.connection)
        host, version = ADDRESSES[need.service]
        address = f"{settings().google_endpoint(need.service) or host}/{version}/{need.resource}"
        session: Any = AuthorizedSession(credentials)
        asked = {"permissions": list(need.permissions)}
        if need.service == "storage":
            answer = session.get(f"{address}/iam/testPermissions", params=asked, timeout=SECONDS)
        else:
            answer = session.post(f"{address}:testIamPermissions", json=asked, timeout=SECONDS)
        if answer.status_code != 200:
            raise from_http_response(answer)
        return set(answer.json().get("permissions", []))
