"""Restores a backup into an empty warehouse and its object storage."""

import hashlib
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
    for file in content["files"]:
        _check(backup, file)
    held = {key.removeprefix("objects/") for key in backup.walk() if key.startswith("objects/")}
    if missing := next((key for key in content["objects"] if key not in held), None):
        raise BackupRefused(f"objects/{missing} of the backup is missing.", "Use another backup.")
    for key in content["objects"]:
        with backup.local_copy(f"objects/{key}") as path:
            storage.write_file(key, path)
    parts = ((file["table"], read_parquet(backup, file["key"])) for file in content["files"])
    dumping.load(warehouse, content["revision"], parts)
    migrating.migrate(warehouse, lambda: storage)
    tables = {file["table"] for file in content["files"]}
    return Counts(len(tables), sum(file["rows"] for file in content["files"]), len(content["objects"]))


def _read_manifest(backup: Storage) -> Any:
    if not backup.exists(MANIFEST):
        raise BackupRefused(
            "There is no complete backup in this place.", "Name the folder that backup.json lies in."
        )
    return backup.read_json(MANIFEST)


def _check(backup: Storage, file: dict[str, Any]) -> None:
    is_there = backup.exists(file["key"])
    if not is_there or hashlib.sha256(backup.read(file["key"])).hexdigest() != file["sha256"]:
        raise BackupRefused(
            f"{file['key']} of the backup is {'damaged' if is_there else 'missing'}.", "Use another backup."
        )
