"""The address of the warehouse, from the fields and extras of Connection `foresail_db`.

An extra is honoured, or refused with a reason: one that is dropped without a word would be a lie about TLS.
"""

import json
import re
from typing import Any

from sqlalchemy import URL

from foresail.errors import SettingInvalid
from foresail.settings import settings
from foresail.warehouse.cloud_sql import ENDPOINT, IAM, INSTANCE, IP_TYPE, IP_TYPES

PLAIN = ("charset", "connect_timeout", "read_timeout", "write_timeout", "unix_socket")
"""Extras that PyMySQL takes under the same name."""
SSL = {
    "ca": "ssl_ca", "capath": "ssl_capath", "cert": "ssl_cert", "key": "ssl_key", "cipher": "ssl_cipher",
    "check_hostname": "ssl_check_hostname",
}  # fmt: skip
"""Parts of the extra `ssl`, and what SQLAlchemy calls them."""
GOOGLE = "gcp_conn_id"
CLOUD_SQL = (INSTANCE, IP_TYPE, IAM, GOOGLE)
"""Extras of an instance of Cloud SQL."""
NAMED = re.compile(r"[a-z0-9.:-]+:[a-z0-9-]+:[a-z0-9-]+")
IGNORED = ("client",)
"""Which client library the provider's hook would load: here it is PyMySQL, always (docs/adr/0004)."""


def make_url(connection: Any) -> URL:
    """The warehouse's address; raises SettingInvalid for an extra that is not supported."""
    extras = connection.extra_dejson
    query: dict[str, str] = {}
    for name, value in extras.items():
        if name == "ssl":
            query |= _read_ssl(value)
        elif name in PLAIN:
            query[name] = str(value)
        elif name not in IGNORED and name not in CLOUD_SQL:
            raise _unsupported(name)
    by_instance = bool(set(extras) & set(CLOUD_SQL))
    return URL.create(
        "mysql+pymysql",
        connection.login,
        connection.password,
        None if by_instance else connection.host,
        None if by_instance else connection.port,
        connection.schema,
        query | (_read_cloud_sql(connection) if by_instance else {}),
    )


def google_connection(connection: Any) -> str | None:
    """The Connection to Google Cloud in whose name an instance of Cloud SQL is opened; None for any other."""
    extras = connection.extra_dejson
    return str(extras.get(GOOGLE, "google_cloud_default")) if INSTANCE in extras else None


def _read_cloud_sql(connection: Any) -> dict[str, str]:
    extras = connection.extra_dejson
    clashes = [name for name in extras if name in ("ssl", "unix_socket")] + ["host"] * bool(connection.host)
    if clashes:
        raise _wrong(f"{clashes[0]} beside {INSTANCE}", "Remove it: the connector finds the way.")
    if NAMED.fullmatch(str(extras.get(INSTANCE))) is None:
        raise _wrong(f"no {INSTANCE} of the form project:region:instance", "Set it, or remove the others.")
    ip_type, iam = str(extras.get(IP_TYPE, IP_TYPES[0])).upper(), extras.get(IAM, False)
    if ip_type not in IP_TYPES:
        raise _wrong(f"the {IP_TYPE} {ip_type[:40]!r}", f"Use {', '.join(IP_TYPES)}.")
    if not isinstance(iam, bool):
        raise _wrong(f"an {IAM} that is not true or false", "Write it without quotes.")
    if iam and connection.password:
        raise _wrong(f"a password beside {IAM}", "Remove the password: the server asks Google who logs in.")
    query = {INSTANCE: str(extras[INSTANCE]), IP_TYPE: ip_type, IAM: str(iam).lower()}
    endpoint = settings().google_endpoint("sqladmin")
    return {**query, ENDPOINT: endpoint} if endpoint else query


def _read_ssl(value: Any) -> dict[str, str]:
    try:
        parts = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise _unsupported("ssl") from error
    if not isinstance(parts, dict) or not parts:
        raise _unsupported("ssl")
    for part in parts:
        if part not in SSL:
            raise _unsupported(f"ssl.{part}")
    return {
        SSL[part]: str(value).lower() if isinstance(value, bool) else str(value)
        for part, value in parts.items()
    }


def _unsupported(extra: str) -> SettingInvalid:
    parts = ", ".join(f"ssl.{part}" for part in SSL)
    return _wrong(
        f"the extra {extra[:40]!r}, which is not supported",
        f"Use {', '.join((*PLAIN, *CLOUD_SQL))} or {parts}, and remove the others.",
    )


def _wrong(what: str, hint: str) -> SettingInvalid:
    return SettingInvalid(f"The Connection foresail_db has {what}.", hint)
