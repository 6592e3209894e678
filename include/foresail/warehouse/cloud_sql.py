"""Connections to a Cloud SQL instance by Google's connector: TLS with certificates that it renews by itself.

An address names the instance in its query, as in `mysql+pymysql://user@/foresail?cloud_sql_instance=p:r:i`;
beside it stand `ip_type` and `iam`. The certificate is renewed when a connection is opened and the last one
ends within four minutes, so nothing runs between two connections.
"""

import atexit
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import URL

from foresail.errors import DatabaseUnavailable

INSTANCE, IP_TYPE, IAM, ENDPOINT = "cloud_sql_instance", "ip_type", "iam", "endpoint"
TOKEN, LOGIN_TOKEN, EXPIRY = "token", "login_token", "token_expiry"
OWN = {INSTANCE, IP_TYPE, IAM, ENDPOINT, TOKEN, LOGIN_TOKEN, EXPIRY}
"""What of an address's query is not for the driver."""
IP_TYPES = ("PUBLIC", "PRIVATE", "PSC")
LOGIN_SCOPE = "https://www.googleapis.com/auth/sqlservice.login"
ADMIN_SCOPE = "https://www.googleapis.com/auth/sqlservice.admin"
CONNECT_SECONDS = 30
NO_RIGHT = "Give Airflow's account the role roles/cloudsql.client in its project."
HINTS = {
    401: "Airflow's account is not known to Google: check the Google Connection.",
    403: f"Check the name of the instance. {NO_RIGHT}",
    404: "Check the name of the instance, as `gcloud sql instances list` shows it.",
}


@dataclass(frozen=True)
class CloudSql:
    """Where an instance is, and whose name opens connections to it."""

    instance: str
    ip_type: str
    iam: bool
    endpoint: str | None
    credentials: Callable[[], Any]

    @classmethod
    def of(cls, url: URL, credentials: Callable[[], Any] | None) -> "CloudSql":
        """Read an address; where it carries tokens itself, they are the credentials."""
        query = {name: str(value) for name, value in url.query.items()}
        handed = _Handed(*(query.get(name, "") for name in (TOKEN, LOGIN_TOKEN, EXPIRY)))
        return cls(
            query[INSTANCE], query[IP_TYPE], query[IAM] == "true", query.get(ENDPOINT), credentials or handed
        )

    def connect(self, **arguments: Any) -> Any:
        """A connection of PyMySQL with the driver's own arguments; raises DatabaseUnavailable."""
        import pymysql

        try:
            connector = _connector(self, os.getpid())
            return connector.connect(self.instance, "pymysql", **arguments)
        except pymysql.Error:
            raise  # SQLAlchemy knows which of them mean a lost connection
        except Exception as error:
            raise _explain(self, error) from error

    def hand_over(self, url: URL) -> URL:
        """The address for a child process that has no credentials: with tokens that end within the hour."""
        admin, expiry = _token(self.credentials(), ADMIN_SCOPE)
        query = {TOKEN: admin, EXPIRY: expiry.isoformat()}
        if self.iam:
            query[LOGIN_TOKEN], _ = _token(self.credentials(), LOGIN_SCOPE)
        return url.update_query_dict(query)


def is_cloud_sql(url: URL) -> bool:
    """Whether an address names a Cloud SQL instance."""
    return INSTANCE in url.query


@cache
def _connector(where: CloudSql, _process: int) -> Any:
    """One connector a process; a forked child has none of its parent's threads, and so its own."""
    from google.cloud.sql.connector import Connector

    connector = Connector(
        ip_type=where.ip_type,
        enable_iam_auth=where.iam,
        timeout=CONNECT_SECONDS,
        credentials=where.credentials(),
        sqladmin_api_endpoint=where.endpoint,
        refresh_strategy="LAZY",
    )
    atexit.register(connector.close)
    return connector


@dataclass(frozen=True)
class _Handed:
    """Credentials made of tokens that the parent process gave."""

    token: str
    login_token: str
    expiry: str

    def __call__(self) -> Any:
        from google.oauth2.credentials import Credentials

        def refresh(_request: Any, scopes: list[str]) -> tuple[str, datetime]:
            return (self.login_token if scopes == [LOGIN_SCOPE] else self.token), ends

        ends = datetime.fromisoformat(self.expiry)
        return Credentials(self.token, expiry=ends, refresh_handler=refresh)


def _token(credentials: Any, scope: str) -> tuple[str, datetime]:
    """A token that is good for one thing, and when it ends (UTC, without a zone, as google-auth has it)."""
    from google.auth.credentials import Scoped
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import Request

    try:
        scoped = credentials.with_scopes([scope]) if isinstance(credentials, Scoped) else credentials
        scoped.refresh(Request())
    except GoogleAuthError as error:
        raise _no_credentials(error) from None
    return scoped.token, scoped.expiry


def _explain(where: CloudSql, error: Exception) -> DatabaseUnavailable:
    """What to do about it, without a word of what may hold a token."""
    from aiohttp import ClientResponseError
    from google.auth.exceptions import GoogleAuthError
    from google.cloud.sql.connector.exceptions import CloudSQLIPTypeError

    if isinstance(error, GoogleAuthError):
        return _no_credentials(error)
    if isinstance(error, ClientResponseError):
        hint = HINTS.get(error.status, "Try again in a minute; see status.cloud.google.com.")
        return _unavailable(f"Google's API refused {where.instance} (status {error.status})", hint)
    if isinstance(error, CloudSQLIPTypeError):
        hint = f"Set the extra ip_type to the kind of address that it has: {', '.join(IP_TYPES)}."
        return _unavailable(f"{where.instance} has no address of kind {where.ip_type}", hint)
    if isinstance(error, ValueError) and "region" in str(error):
        return _unavailable(f"{where.instance} lies in another region", "Correct it in the extra.")
    hint = "Check that the instance runs and that this network reaches its port 3307."
    return _unavailable(f"{where.instance} did not answer ({type(error).__name__})", hint)


def _no_credentials(error: Exception) -> DatabaseUnavailable:
    hint = "Check the Connection google_cloud_default, or the one that the extra gcp_conn_id names."
    return _unavailable(f"Google gave no token ({type(error).__name__})", hint)


def _unavailable(what: str, hint: str) -> DatabaseUnavailable:
    message = f"The warehouse database cannot be reached: {what}."
    return DatabaseUnavailable(message, f"{hint} Nothing was stored.")
