"""The address of the warehouse, from the fields and extras of Connection `foresail_db`.

An extra is honoured, or refused with a reason: one that is dropped without a word would be a lie about TLS.
"""

import json
from typing import Any

from sqlalchemy import URL

from foresail.errors import SettingInvalid

PLAIN = ("charset", "connect_timeout", "read_timeout", "write_timeout", "unix_socket")
"""Extras that PyMySQL takes under the same name."""
SSL = {
    "ca": "ssl_ca", "capath": "ssl_capath", "cert": "ssl_cert", "key": "ssl_key", "cipher": "ssl_cipher",
    "check_hostname": "ssl_check_hostname",
}  # fmt: skip
"""Parts of the extra `ssl`, and what SQLAlchemy calls them."""
IGNORED = ("client",)
"""Which client library the provider's hook would load: here it is PyMySQL, always (docs/adr/0004)."""


def make_url(connection: Any) -> URL:
    """The warehouse's address; raises SettingInvalid for an extra that is not supported."""
    query: dict[str, str] = {}
    for name, value in connection.extra_dejson.items():
        if name == "ssl":
            query |= _read_ssl(value)
        elif name in PLAIN:
            query[name] = str(value)
        elif name not in IGNORED:
            raise _unsupported(name)
    return URL.create(
        "mysql+pymysql",
        connection.login,
        connection.password,
        connection.host,
        connection.port,
        connection.schema,
        query,
    )


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
    return SettingInvalid(
        f"The Connection foresail_db has the extra {extra[:40]!r}, which is not supported.",
        f"Use {', '.join(PLAIN)} or {parts}, and remove the others.",
    )
