"""Makes a backup: every table as of one moment, then every object, then what says that it is complete."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine

from foresail.clock import iso, now
from foresail.errors import BackupRefused, StorageUnavailable
from foresail.storage.frames import to_parquet
from foresail.storage.keys import upload_key
from foresail.storage.objects import Storage
from foresail.warehouse import dumping, integrity
from foresail.warehouse.connecting import reading

MANIFEST = "backup.json"
TRANSIENT = ("probes/",)
"""What lies in the object storage for a moment only."""


@dataclass(frozen=True)
class Counts:
    """How much a backup holds; `lacking` are the objects that rows point to and that were lost before."""

    tables: int
    rows: int
    objects: int
    lacking: tuple[str, ...] = ()


def make(warehouse: Engine, storage: Storage, backup: Storage) -> Counts:
    """Copy both stores into an empty place, while Foresail runs.

    Tables are read in one transaction, so they are of one moment. Objects are copied after it: each is
    written before the row that points to it, and never changed, so all that the rows point to are there. What
    is newer than the rows is copied with them, and does no harm; what goes away meanwhile is left out.
    Raises BackupRefused where a backup is there, or where what the rows point to was deleted meanwhile.
    """
    if backup.exists(MANIFEST):
        raise BackupRefused("There is a backup in this place already.", "Name an empty folder.")
    files: list[dict[str, Any]] = []
    with reading(warehouse) as connection:
        revision = dumping.read_revision(connection)
        needed = _read_needed(connection)
        for table in dumping.TABLES:
            for number, part in enumerate(dumping.read_parts(connection, table)):
                content = to_parquet(part)
                key = f"tables/{table}-{number:06}.parquet"
                backup.write(key, content)
                digest = hashlib.sha256(content).hexdigest()
                files.append({"table": table, "key": key, "rows": part.height, "sha256": digest})
    objects, lacking = _copy_all(warehouse, storage, backup, needed)
    manifest: dict[str, Any] = {"revision": revision, "made_at": iso(now()), "files": files}
    manifest |= {"objects": objects, "lacking": lacking}
    # In ASCII: what someone put into the inbox may have a name that is no UTF-8.
    backup.write(MANIFEST, json.dumps(manifest, indent=1).encode())
    rows = sum(file["rows"] for file in files)
    return Counts(len(dumping.TABLES), rows, len(objects), tuple(lacking))


def _read_needed(connection: Connection) -> set[str]:
    """The objects that rows point to and that nothing else can be made again from."""
    originals = {upload_key(sha256) for _, sha256, *_ in integrity.list_uploads(connection)}
    return originals | {artifact for _, artifact, *_ in integrity.list_artifacts(connection)}


def _copy_all(
    warehouse: Engine, storage: Storage, backup: Storage, needed: set[str]
) -> tuple[list[dict[str, str]], list[str]]:
    """Copy every object: each with its checksum, and those lacking that rows point to, then as now."""
    wanted = sorted({*_lasting(storage), *needed})
    copied = [(key, _copy(storage, backup, key)) for key in wanted]
    gone = {key for key, sha256 in copied if sha256 is None} & needed
    if gone:
        with reading(warehouse) as connection:
            deleted = sorted(gone - _read_needed(connection))
        if deleted:
            raise BackupRefused(
                f"{deleted[0]} was deleted while the backup was made, and its tables point to it.",
                "Empty the folder and make the backup again.",
            )
    return [{"key": key, "sha256": sha256} for key, sha256 in copied if sha256 is not None], sorted(gone)


def _lasting(storage: Storage) -> Iterator[str]:
    return (key for key in storage.walk() if not key.startswith(TRANSIENT))


def _copy(storage: Storage, backup: Storage, key: str) -> str | None:
    """Copy an object: its checksum, or None where it has gone away."""
    try:
        with _own_copy(storage, key) as path:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            backup.write_file(f"objects/{key}", path)
    except (FileNotFoundError, StorageUnavailable):
        if storage.exists(key):
            raise
        return None
    return sha256


@contextmanager
def _own_copy(storage: Storage, key: str) -> Iterator[Path]:
    """A file that nobody else writes to: one in the inbox may grow while it is read."""
    with storage.local_copy(key) as path, TemporaryDirectory(prefix="foresail-") as folder:
        if not storage.is_local:
            yield path
            return
        yield Path(shutil.copyfile(path, Path(folder) / "object"))
