"""The stores and servers that Airflow's Connections and Foresail's settings name."""

import os
from functools import cache
from typing import Any

from airflow.sdk import BaseHook, ObjectStoragePath
from airflow.sdk.exceptions import AirflowNotFoundException
from sqlalchemy import Engine

from foresail.airflow.database_address import make_url
from foresail.settings import settings
from foresail.storage.objects import Storage
from foresail.warehouse.connecting import open_warehouse, sqlite_url

DATABASE = "foresail_db"
MAIL = "foresail_smtp"
MODEL_SERVER = "foresail_model_server"


def find_connection(name: str) -> Any:
    """Airflow's Connection of a name, or None."""
    try:
        return BaseHook.get_connection(name)
    except AirflowNotFoundException:
        return None


@cache
def storage() -> Storage:
    """The object storage under FORESAIL_STORAGE."""
    # gcsfs would first ask Google's control plane, over gRPC and with a permission of its own, for a kind
    # of bucket that nothing here needs.
    os.environ.setdefault("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
    path = ObjectStoragePath(settings().storage)
    return Storage(path.fs, path.path)


@cache
def warehouse() -> Engine:
    """The warehouse: Connection `foresail_db` (MySQL), or SQLite where there is none.

    Raises SettingInvalid for an extra of the Connection that is not supported.
    """
    connection = find_connection(DATABASE)
    url = make_url(connection) if connection else sqlite_url(settings().database_file)
    return open_warehouse(url, storage)


def google_credentials(name: str) -> Any:
    """The credentials of a Connection to Google Cloud, by Airflow's own hook."""
    from airflow.providers.google.common.hooks.base_google import GoogleBaseHook

    return GoogleBaseHook(gcp_conn_id=name).get_credentials()
