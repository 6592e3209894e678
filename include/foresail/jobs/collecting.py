"""The tasks of foresail_inbox."""

from foresail.airflow import connections
from foresail.dag_ids import INBOX
from foresail.errors import InboxRefused, WorkbookRefused
from foresail.jobs.handing_in import Start, hand_in, list_starts
from foresail.jobs.working import job
from foresail.storage.keys import INBOX_ACCEPTED, INBOX_FOLDER, INBOX_REFUSED
from foresail.storage.objects import Storage


@job
def collect() -> list[str]:
    """Hand in every file in the inbox, and move it to where its fate says; returns why files were refused."""
    storage = connections.storage()
    refused: list[str] = []
    for key in storage.keys(INBOX_FOLDER):
        name = key.rsplit("/", 1)[-1]
        if not name.startswith("."):
            refused += _take(storage, key, name)
    return refused


@job
def find_starts() -> list[Start]:
    """The runs to start for what the inbox has handed in."""
    return list_starts(INBOX)


def _take(storage: Storage, key: str, name: str) -> list[str]:
    """Hand one file in; returns why it was refused, if it was."""
    refused_for = []
    version = storage.version(key)
    with storage.local_copy(key) as path:
        if not path.is_file():
            return []
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


def report(refused: list[str]) -> None:
    """Fail where a file was refused."""
    if refused:
        more = f" And {len(refused) - 1} more." if len(refused) > 1 else ""
        hint = f"Mend what lies in {INBOX_REFUSED}/ and put it into {INBOX_FOLDER}/."
        raise InboxRefused(f"{refused[0]}{more}", hint)
