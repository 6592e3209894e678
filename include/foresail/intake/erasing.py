"""Erases the file of uploads, and every object made from it, once nobody holds these bytes any more."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Engine

from foresail.storage.keys import INBOX_ACCEPTED, check_prefix, question_key, unusual_key, upload_key
from foresail.storage.objects import Storage
from foresail.warehouse import locks, uploads
from foresail.warehouse.connecting import writing


def erase_rest(warehouse: Engine, storage: Storage, sha256: str) -> None:
    """Erase what is left of the bytes of erased uploads, unless they have been sent again since."""
    with writing(warehouse) as connection:
        locks.hold(connection, "uploads")
        if uploads.list_holders(connection, sha256):
            return
        erased = [one.id for one in uploads.list_erased(connection) if one.sha256 == sha256]
        for folder in _checks(storage, sha256):
            storage.remove_folder(folder)
        for key in _keys(storage, sha256, erased):  # the original last: by it, what a crash leaves is found
            storage.delete(key)


def list_unfinished(connection: Connection, storage: Storage) -> dict[str, int]:
    """Erasures of which something is left: the number of an upload by the checksum of its bytes.

    A crash leaves the original; who read the file while it was erased leaves a check of it.
    """
    erased = {one.sha256: one.id for one in uploads.list_erased(connection)}
    checked = {name.partition("-")[0] for name in storage.folders("checks")} if erased else set()
    return {
        sha256: upload_id
        for sha256, upload_id in erased.items()
        if (sha256 in checked or storage.exists(upload_key(sha256)))
        and not uploads.list_holders(connection, sha256)
    }


def _checks(storage: Storage, sha256: str) -> list[str]:
    folders = (f"checks/{name}" for name in storage.folders("checks"))
    return [folder for folder in folders if folder.startswith(check_prefix(sha256))]


def _keys(storage: Storage, sha256: str, upload_ids: Collection[int]) -> Iterator[str]:
    accepted = storage.keys(INBOX_ACCEPTED)
    for upload_id in upload_ids:
        yield from (question_key(upload_id), unusual_key(upload_id))
        yield from (key for key in accepted if key.startswith(f"{INBOX_ACCEPTED}/{upload_id}-"))
    yield upload_key(sha256)
