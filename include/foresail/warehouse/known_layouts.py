"""What someone said the columns of a header are: remembered, so that the next file like it needs no click."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from foresail.clock import now
from foresail.warehouse.tables import known_layouts


def find(connection: Connection, fingerprint: str) -> dict[str, str]:
    """The columns that were given for a header like this; none where there is none."""
    query = select(known_layouts.c.columns).where(known_layouts.c.fingerprint == fingerprint)
    columns: dict[str, str] = json.loads(connection.execute(query).scalar() or "{}")
    return columns


def keep(connection: Connection, fingerprint: str, columns: Mapping[str, str], who: str) -> None:
    """Remember the columns that were given last for a header."""
    connection.execute(delete(known_layouts).where(known_layouts.c.fingerprint == fingerprint))
    values = {"columns": json.dumps(dict(columns), ensure_ascii=False), "saved_by": who, "saved_at": now()}
    connection.execute(insert(known_layouts).values(fingerprint=fingerprint, **values))
