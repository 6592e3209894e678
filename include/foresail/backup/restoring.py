"""Restores a backup into an empty warehouse and its object storage."""

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from foresail.backup.making import MANIFEST, Counts
from foresail.errors import BackupRefused
from foresail.storage.frames import read_parquet
from foresail.storage.objects import Storage
from foresail.warehouse import dumping, migrating
from foresail.warehouse.connecting import reading


def restore(warehouse: Engine, storage: Storage, backup: Storage) -> Counts:
    """Put back what a backup holds, and bring its schema up to date; all of it is checked before.

    Raises BackupRefused where it is incomplete, damaged or newer than this version, or there is data already.
    Killed half way, it is run again.
    """
    content = _read_manifest(backup)
    if not migrating.knows(content["revision"]):
        raise BackupRefused(
            f"The backup was made by a newer version of Foresail: its schema is {content['revision']}, "
            f"this version knows none after {migrating.head()}.",
            "Install the version that made it, or a newer one, and restore again.",
        )
    with reading(warehouse) as connection:
        if not dumping.is_empty(connection):
            raise BackupRefused(
                "The warehouse has data already.", "Restore into an empty database, or empty this one first."
            )
    objects = _read_objects(content)
    tables = {file["key"]: file["sha256"] for file in content["files"]}
    _check(backup, tables | {f"objects/{key}": sha256 for key, sha256 in objects.items()})
    for key in objects:
        with backup.local_copy(f"objects/{key}") as path:
            storage.write_file(key, path)
    parts = ((file["table"], read_parquet(backup, file["key"])) for file in content["files"])
    dumping.load(warehouse, content["revision"], parts)
    migrating.migrate(warehouse, lambda: storage)
    names = {file["table"] for file in content["files"]}
    rows = sum(file["rows"] for file in content["files"])
    return Counts(len(names), rows, len(objects), tuple(content.get("lacking", ())))


def _read_manifest(backup: Storage) -> Any:
    if not backup.exists(MANIFEST):
        raise BackupRefused(
            "There is no complete backup in this place.", "Name the folder that backup.json lies in."
        )
    try:
        content = backup.read_json(MANIFEST)
        is_whole = {"revision", "files", "objects"} <= content.keys()
    except (ValueError, AttributeError):
        is_whole = False
    if not is_whole:
        raise BackupRefused(f"{MANIFEST} of the backup is damaged.", "Use another backup.")
    return content


def _read_objects(content: dict[str, Any]) -> dict[str, str | None]:
    """The checksum of each object by its key; older backups name the keys alone."""
    return {
        **{one: None for one in content["objects"] if isinstance(one, str)},
        **{one["key"]: one["sha256"] for one in content["objects"] if not isinstance(one, str)},
    }


def _check(backup: Storage, checksums: dict[str, str | None]) -> None:
    """Raise BackupRefused unless each part of the backup is there and has its checksum, where it has one."""
    if missing := sorted(checksums.keys() - set(backup.walk())):
        raise BackupRefused(f"{missing[0]} of the backup is missing.", "Use another backup.")
    for key, sha256 in checksums.items():
        with backup.local_copy(key) as path, path.open("rb") as file:
            _check_place(backup, key, path)
            if sha256 not in (None, hashlib.file_digest(file, "sha256").hexdigest()):
                raise BackupRefused(f"{key} of the backup is damaged.", "Use another backup.")


def _check_place(backup: Storage, key: str, path: Path) -> None:
    """Raise BackupRefused for what lies, or would be written, outside: no backup is made with that."""
    is_outside = ".." in key.split("/")
    if backup.is_local:
        is_outside = is_outside or not path.resolve().is_relative_to(Path(backup.root).resolve())
    if is_outside:
        raise BackupRefused(f"{key} of the backup lies outside of it.", "Use another backup.")
