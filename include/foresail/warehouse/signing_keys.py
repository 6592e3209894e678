"""The key of links in mails and of subscribers' ids: made with its table, the same for every process."""

import hashlib
import hmac

from sqlalchemy import Connection, select

from foresail.warehouse.tables import signing_keys

LINKS = "links"


def read(connection: Connection) -> bytes:
    """The key."""
    value = select(signing_keys.c.value).where(signing_keys.c.name == LINKS)
    return bytes.fromhex(connection.execute(value).scalar_one())


def sign(key: bytes, purpose: str, subject: str) -> str:
    """The signature (HMAC-SHA256, RFC 2104) of a subject for one purpose, as 64 hexadecimal digits."""
    return hmac.new(key, f"{purpose}:{subject}".encode(), hashlib.sha256).hexdigest()
