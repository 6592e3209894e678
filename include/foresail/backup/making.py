"""Makes a backup: every table as of one moment, then every object, then what says that it is complete."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from foresail.clock import iso, now
from foresail.errors import BackupRefused
from foresail.storage.frames import to_parquet
from foresail.storage.objects import Storage
from foresail.warehouse import dumping
from foresail.warehouse.connecting import reading

MANIFEST = "backup.json"
TRANSIENT = ("probes/",)
"""What lies in the object storage for a moment only."""


@dataclass(frozen=True)
class Counts:
    """How much a backup holds."""

    tables: int
    rows: int
    objects: int


def make(warehouse: Engine, storage: Storage, backup: Storage) -> Counts:
    """Copy both stores into an empty place, while Foresail runs; raises BackupRefused where one is there.

    Tables are read in one transaction, so they are of one moment. Objects are copied after it: each is
    written before the row that points to it, and never changed, so all that the rows point to are there. What
    is newer than the rows is copied with them, and does no harm.
    """
    if backup.exists(MANIFEST):
        raise BackupRefused("There is a backup in this place already.", "Name an empty folder.")
    files: list[dict[str, Any]] = []
    with reading(warehouse) as connection:
        revision = dumping.read_revision(connection)
        for table in dumping.TABLES:
            for number, part in enumerate(dumping.read_parts(connection, table)):
                content = to_parquet(part)
                key = f"tables/{table}-{number:06}.parquet"
                backup.write(key, content)
                digest = hashlib.sha256(content).hexdigest()
                files.append({"table": table, "key": key, "rows": part.height, "sha256": digest})
    objects = [_copy(storage, backup, key) for key in _lasting(storage)]
    complete = {"revision": revision, "made_at": iso(now()), "files": files, "objects": objects}
    backup.write_json(MANIFEST, complete)
    return Counts(len(dumping.TABLES), sum(file["rows"] for file in files), len(objects))


def _lasting(storage: Storage) -> Iterator[str]:
    return (key for key in sorted(storage.walk()) if not key.startswith(TRANSIENT))


def _copy(storage: Storage, backup: Storage, key: str) -> str:
    with storage.local_copy(key) as path:
        backup.write_file(f"objects/{key}", path)
    return key
