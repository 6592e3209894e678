"""Idempotency keys: the same key with the same upload is the same call, however often it is sent."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from foresail.clock import now
from foresail.errors import BadRequest
from foresail.warehouse.tables import idempotency_keys

KEPT = timedelta(days=7)


class KeyReused(BadRequest):
    """The Idempotency-Key was used before, for another upload."""

    code = "idempotency-key-reused"


def find(connection: Connection, who: str, name: str, fingerprint: str) -> int | None:
    """The upload that belongs to this caller's key; raises KeyReused if it was sent with anything else."""
    known = (idempotency_keys.c.who == who, idempotency_keys.c.name == name)
    row = connection.execute(select(idempotency_keys).where(*known)).mappings().first()
    if row is None:
        return None
    if row["fingerprint"] != fingerprint:
        raise KeyReused(
            f"The Idempotency-Key {name[:80]!r} was sent before with another file or other fields.",
            "Use a new key for each upload; reuse one only to repeat a call.",
        )
    return row["upload_id"]


def record(connection: Connection, who: str, name: str, fingerprint: str, upload_id: int) -> None:
    """Keep a key; those older than a week are forgotten."""
    connection.execute(delete(idempotency_keys).where(idempotency_keys.c.used_at < now() - KEPT))
    values = {"who": who, "name": name, "fingerprint": fingerprint, "upload_id": upload_id, "used_at": now()}
    connection.execute(insert(idempotency_keys).values(**values))
