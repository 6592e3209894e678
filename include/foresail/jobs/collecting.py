"""The tasks of foresail_inbox."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from foresail.actions.receiving import shown_name
from foresail.airflow import connections
from foresail.dag_ids import INBOX
from foresail.errors import InboxRefused, WorkbookRefused
from foresail.jobs.handing_in import Start, hand_in, list_starts
from foresail.jobs.working import job
from foresail.storage.keys import INBOX_ACCEPTED, INBOX_FOLDER, INBOX_REFUSED
from foresail.storage.objects import Storage

NAME_BYTES = 200
"""How much of a long name is kept; file systems have 255."""


@job
def collect() -> list[str]:
    """Hand in every file in the inbox, and move it to where its fate says; returns why files were refused."""
    storage = connections.storage()
    refused: list[str] = []
    for key in storage.keys(INBOX_FOLDER):
        name = key.rsplit("/", 1)[-1]
        if not name.startswith("."):
            refused += _take(storage, key, _kept(name))
    return refused


def _kept(name: str) -> str:
    """The name that a file keeps: what is put before and behind it must fit, too, and it must be text."""
    return shown_name(name).encode()[-NAME_BYTES:].decode(errors="ignore")


@job
def find_starts() -> list[Start]:
    """The runs to start for what the inbox has handed in."""
    return list_starts(INBOX)


def _take(storage: Storage, key: str, name: str) -> list[str]:
    """Hand one file in; returns why it was refused, if it was."""
    refused_for = []
    version = storage.version(key)
    if version is None:  # gone meanwhile, or a link to nothing
        return []
    with storage.local_copy(key) as held, TemporaryDirectory(prefix="foresail-inbox-") as folder:
        if not held.is_file():
            return []
        try:
            source = _open(held)
        except OSError:
            return [f"{name}: It is a link, or Foresail may not read it. Put the file itself there."]
        path = Path(folder) / "file"
        with source, path.open("wb") as copy:  # while it is read, it may grow or give way to another
            shutil.copyfileobj(source, copy)
        try:
            upload_id = hand_in(path, name, INBOX)
        except WorkbookRefused as refused:
            reason = f"{refused.message} {refused.hint}"
            refused_for = [f"{name}: {reason}"]
            storage.write(f"{INBOX_REFUSED}/{name}.txt", f"{reason}\n".encode())
            storage.write_file(f"{INBOX_REFUSED}/{name}", path)
        else:
            storage.write_file(f"{INBOX_ACCEPTED}/{upload_id}-{name}", path)
    storage.delete(key, version)  # a newer file of that name is the next run's
    return refused_for


def _open(held: Path) -> BinaryIO:
    """Open a file to be read; raises OSError for a link.

    A link leads to what this process may read, and whoever put it there perhaps not.
    """

    def open_itself(path: str, flags: int) -> int:
        return os.open(path, flags | os.O_NOFOLLOW)

    return open(held, "rb", opener=open_itself)


def report(refused: list[str]) -> None:
    """Fail where a file was refused."""
    if refused:
        more = f" And {len(refused) - 1} more." if len(refused) > 1 else ""
        hint = f"Mend what lies in {INBOX_REFUSED}/ and put it into {INBOX_FOLDER}/."
        raise InboxRefused(f"{refused[0]}{more}", hint)
