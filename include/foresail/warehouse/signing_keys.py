"""The key that links in mails are signed with: made when the first is needed, the same for every process."""

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, insert, select

from foresail.warehouse.tables import signing_keys

LINKS = "links"


def ensure(connection: Connection) -> bytes:
    """The key, made if there is none."""
    key = read(connection)
    if key is not None:
        return key
    value = secrets.token_hex(32)
    connection.execute(insert(signing_keys).values(name=LINKS, value=value))
    return bytes.fromhex(value)


def read(connection: Connection) -> bytes | None:
    """The key, if there is one."""
    value = connection.execute(select(signing_keys.c.value).where(signing_keys.c.name == LINKS)).scalar()
    return bytes.fromhex(value) if value else None


def sign(key: bytes, purpose: str, subject: str) -> str:
    """The signature (HMAC-SHA256, RFC 2104) of a subject for one purpose, as 64 hexadecimal digits."""
    return hmac.new(key, f"{purpose}:{subject}".encode(), hashlib.sha256).hexdigest()
