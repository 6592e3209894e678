"""Whether hashes, pointers and counts agree; what does not, in words."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from sqlalchemy import Engine

from foresail.errors import StorageUnavailable
from foresail.storage.keys import CALENDARS, upload_key
from foresail.storage.objects import Storage
from foresail.warehouse import integrity
from foresail.warehouse.connecting import reading

NEW_DAYS = 2
"""How many nights a new object is read: one more than needed, for a night may fail."""

SHA256_DIGITS = 64
SHOWN = 20
"""How many days of wrong demand are told one by one."""


@dataclass(frozen=True)
class Turn:
    """Which objects are read tonight: those written since yesterday, and one in `nights` of the others."""

    today: date
    nights: int = 1

    def has(self, number: int, written_at: datetime) -> bool:
        """Whether the object of a number is among them; of all, where `nights` is 1."""
        is_new = (self.today - written_at.date()).days <= NEW_DAYS
        return is_new or (number + self.today.toordinal()) % self.nights == 0


def find_faults(
    warehouse: Engine, storage: Storage, turn: Turn | None = None, is_repaired: bool = False
) -> list[str]:
    """Each fault as a sentence; objects are read where it is their turn, all where none is given.

    Where it was repaired just now, the demand of uploads that are being stored anew is no fault.
    Raises StorageUnavailable or DatabaseUnavailable.
    """
    turn = turn or Turn(date.min)
    with reading(warehouse) as connection:
        known = integrity.list_uploads(connection)
        artifacts = integrity.list_artifacts(connection)
        faults = [
            *(words for _, words in integrity.find_wrong_counts(connection)),
            *(words for _, words in integrity.find_wrongly_set_aside(connection)),
            *_shorten(words for _, words in integrity.find_wrong_demand(connection, is_repaired)),
            *integrity.find_wrong_pointer(connection),
        ]
    held = set(storage.keys("uploads"))
    for upload_id, sha256, size_bytes, uploaded_at in known:
        name, key = f"the original of upload {upload_id}", upload_key(sha256)
        if key not in held:
            faults.append(_lacks(name, key))
        elif turn.has(upload_id, uploaded_at):
            faults += _of_object(storage, name, key, sha256, size_bytes)
    for model_id, key, checksum, snapshot_key, registered_at in artifacts:
        name = f"the artifact of model {model_id}"
        if not storage.exists(key):
            faults.append(_lacks(name, key))
        elif turn.has(model_id, registered_at):
            faults += _of_object(storage, name, key, checksum)
        if not storage.keys(snapshot_key):
            faults.append(f"The snapshot of model {model_id} is missing ({snapshot_key}).")
    return [*faults, *_of_calendars(storage, turn)]


def _of_calendars(storage: Storage, turn: Turn) -> Iterator[str]:
    """The calendars that others took the place of, whose turn it is."""
    for key in storage.keys(CALENDARS):
        sha256 = key.removeprefix(f"{CALENDARS}/").removesuffix(".json")
        if len(sha256) == SHA256_DIGITS and turn.has(crc32(sha256.encode()), datetime.min):
            yield from _of_object(storage, "an earlier calendar", key, sha256)


def _shorten(faults: Iterable[str]) -> list[str]:
    """The first faults of a kind, and how many more there are."""
    told = list(faults)
    more = [f"So it is on {len(told) - SHOWN:,} more days."] if len(told) > SHOWN else []
    return [*told[:SHOWN], *more]


def _lacks(name: str, key: str) -> str:
    return f"The object storage lacks {name} ({key})."


def _of_object(
    storage: Storage, name: str, key: str, sha256: str | None, size_bytes: int | None = None
) -> Iterator[str]:
    try:
        with storage.local_copy(key) as path, path.open("rb") as file:
            found, size = hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
    except FileNotFoundError as error:
        raise StorageUnavailable(f"{key} went away while it was read.", "Run the task again.") from error
    if found != sha256:
        yield f"{name.capitalize()} is not what was stored: its checksum is {found}, not {sha256} ({key})."
    elif size_bytes not in (None, size):
        yield f"{name.capitalize()} has {size:,} bytes where {size_bytes:,} were noted ({key})."
