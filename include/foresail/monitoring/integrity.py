"""Whether hashes, pointers and counts agree; what does not, in words."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Engine

from foresail.errors import StorageUnavailable
from foresail.storage.keys import upload_key
from foresail.storage.objects import Storage
from foresail.warehouse import integrity
from foresail.warehouse.connecting import reading


def find_faults(warehouse: Engine, storage: Storage) -> list[str]:
    """Each fault as a sentence. Raises StorageUnavailable or DatabaseUnavailable."""
    with reading(warehouse) as connection:
        known = integrity.list_uploads(connection)
        artifacts = integrity.list_artifacts(connection)
        faults = [
            *integrity.find_wrong_counts(connection),
            *integrity.find_wrong_demand(connection),
            *integrity.find_wrong_pointer(connection),
        ]
    for upload_id, sha256, size_bytes in known:
        faults += _of_object(
            storage, f"the original of upload {upload_id}", upload_key(sha256), sha256, size_bytes
        )
    for model_id, key, checksum, snapshot_key in artifacts:
        faults += _of_object(storage, f"the artifact of model {model_id}", key, checksum)
        if not storage.keys(snapshot_key):
            faults.append(f"The snapshot of model {model_id} is missing ({snapshot_key}).")
    return faults


def _of_object(
    storage: Storage, name: str, key: str, sha256: str | None, size_bytes: int | None = None
) -> Iterator[str]:
    if not storage.exists(key):
        yield f"The object storage lacks {name} ({key})."
        return
    try:
        with storage.local_copy(key) as path, path.open("rb") as file:
            found, size = hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
    except FileNotFoundError as error:
        raise StorageUnavailable(f"{key} went away while it was read.", "Run the task again.") from error
    if found != sha256:
        yield f"{name.capitalize()} is not what was stored: its checksum is {found}, not {sha256} ({key})."
    elif size_bytes not in (None, size):
        yield f"{name.capitalize()} has {size:,} bytes where {size_bytes:,} were noted ({key})."
