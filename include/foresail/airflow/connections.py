"""The stores and servers that Airflow's Connections and Foresail's settings name."""

from functools import cache, partial
from typing import Any
from urllib.parse import SplitResult, urlsplit

from airflow.sdk import BaseHook, ObjectStoragePath
from airflow.sdk.exceptions import AirflowNotFoundException
from sqlalchemy import Engine

from foresail.airflow.database_address import google_connection, make_url
from foresail.settings import settings
from foresail.storage.objects import Storage
from foresail.warehouse.connecting import open_warehouse, sqlite_url

DATABASE = "foresail_db"
MAIL = "foresail_smtp"
MODEL_SERVER = "foresail_model_server"
GOOGLE = "google_cloud_default"
CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"


def find_connection(name: str) -> Any:
    """Airflow's Connection of a name, or None."""
    try:
        return BaseHook.get_connection(name)
    except AirflowNotFoundException:
        return None


@cache
def storage() -> Storage:
    """The object storage under FORESAIL_STORAGE."""
    return open_storage(settings().storage)


def open_storage(address: str) -> Storage:
    """The object storage at an address, written as FORESAIL_STORAGE is."""
    if address.startswith("gs://"):
        return _open_bucket(urlsplit(address))
    path = ObjectStoragePath(address)
    return Storage(path.fs, path.path)


def _open_bucket(address: SplitResult) -> Storage:
    from google.cloud.storage import Client

    from foresail.storage.google_cloud import GoogleStorage

    credentials, project = google_account(address.username or GOOGLE)
    endpoint = settings().google_endpoint("storage")
    options = {"api_endpoint": endpoint} if endpoint else None
    client = Client(project=project, credentials=credentials, client_options=options)
    return GoogleStorage(client.bucket(address.netloc.rpartition("@")[2]), address.path)


@cache
def warehouse() -> Engine:
    """The warehouse: Connection `foresail_db` (MySQL, or an instance of Cloud SQL), or SQLite without one.

    Raises SettingInvalid for an extra of the Connection that is not supported.
    """
    connection = find_connection(DATABASE)
    if connection is None:
        return open_warehouse(sqlite_url(settings().database_file), storage)
    google = google_connection(connection)
    credentials = partial(google_credentials, google) if google else None
    return open_warehouse(make_url(connection), storage, credentials)


def google_credentials(name: str) -> Any:
    """The credentials of a Connection to Google Cloud."""
    return google_account(name)[0]


def google_account(name: str = GOOGLE) -> tuple[Any, str | None]:
    """Credentials and project of a Connection to Google Cloud, by the provider's hook.

    Where not even Airflow's own default Connection is set, they are those of the machine (workload identity).
    """
    from airflow.providers.google.common.hooks.base_google import GoogleBaseHook

    if name == GOOGLE and find_connection(GOOGLE) is None:
        from google.auth import default

        credentials, project = default(scopes=[CLOUD_PLATFORM])
        return credentials, project
    credentials, project = GoogleBaseHook(gcp_conn_id=name).get_credentials_and_project_id()
    return credentials, project
