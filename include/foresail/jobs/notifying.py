"""The tasks of foresail_notify: compose the digest, deliver it to each subscriber once."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.actions.subscribers import forget_former
from foresail.airflow import connections, mail
from foresail.errors import MailNotSent
from foresail.exporting.making import make
from foresail.forecast_cache.records import Question
from foresail.jobs.posting import Post
from foresail.jobs.working import job
from foresail.notifications import digest
from foresail.notifications.digest import Digest
from foresail.notifications.mails import Addressed
from foresail.settings import settings
from foresail.storage.keys import outbox_key
from foresail.storage.objects import Storage
from foresail.warehouse import runs, subscribers
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.deliveries import Letter
from foresail.warehouse.subscribers import Choice

DIGEST = "digest.json"
EXPORT = "/foresail/api/v1/forecasts/export?format=xlsx"
log = logging.getLogger(__name__)


@job
def compose(dag_run_id: str) -> int:
    """Write the digest of the published run to the object storage, once a choice; returns its number."""
    storage, warehouse = connections.storage(), connections.warehouse()
    forget_former()
    with reading(warehouse) as connection:
        run = runs.get_published(connection)
        wanted = {_of_digest(one.choice) for one in subscribers.list_wanting(connection, "published")}
        contents = {
            choice: digest.compose(connection, choice, mail.base_url()) for choice in {Choice(), *wanted}
        }
        assert run is not None  # the digest is of it
    with writing(warehouse) as connection:
        runs.set_notified(connection, run.run_id, dag_run_id)
    for choice, content in contents.items():
        _write(storage, run.run_id, _name(choice), content)
    return run.run_id


def _of_digest(choice: Choice) -> Choice:
    """A choice without what makes no other digest."""
    return replace(choice, events=Choice().events)


def _name(choice: Choice) -> str:
    """What the parts of a digest are called beside those of others; nothing for that of all in English."""
    chosen = _of_digest(choice)
    if chosen == Choice():
        return ""
    said = json.dumps(asdict(chosen), sort_keys=True, ensure_ascii=False)
    return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}-"


def _write(storage: Storage, run_id: int, name: str, content: Digest) -> None:
    storage.write(outbox_key(run_id, name + digest.PICTURE), content.picture)
    with TemporaryDirectory(prefix="foresail-mail-") as place:
        if content.has_products:
            made = make(connections.warehouse(), Question(content.attached), "xlsx", Path(place))
            storage.write(outbox_key(run_id, name + digest.WORKBOOK), made.path.read_bytes())
    texts = {"subject": content.subject, "text": content.text, "html": content.html}
    storage.write_json(outbox_key(run_id, name + DIGEST), texts)


@dataclass(frozen=True)
class _Stored:
    """A digest as it was composed, and its workbook, if that is small enough to be attached."""

    content: Digest
    workbook: bytes | None

    @classmethod
    def read(cls, storage: Storage, run_id: int, choice: Choice) -> "_Stored":
        """Of a choice; of everything, where nobody had chosen that when it was composed."""
        name = _name(choice)
        if not storage.exists(outbox_key(run_id, name + DIGEST)):
            name = ""
        stored = storage.read_json(outbox_key(run_id, name + DIGEST))
        picture, workbook = storage.read(outbox_key(run_id, name + digest.PICTURE)), None
        if storage.exists(outbox_key(run_id, name + digest.WORKBOOK)):
            workbook = storage.read(outbox_key(run_id, name + digest.WORKBOOK))
        content = Digest(stored["subject"], stored.get("text", ""), stored["html"], picture)
        is_small = workbook is not None and len(workbook) <= settings().mail_attach_mib * 1024**2
        return cls(content, workbook if is_small else None)

    def write(self, addressed: Addressed) -> EmailMessage:
        base = mail.base_url()
        export = f"{base}{EXPORT}" if base else ""
        return digest.as_message(self.content, self.workbook, addressed, export)


@job
def deliver(run_id: int) -> dict[str, Any]:
    """Deliver the digest to every subscriber who has not got it; returns how many have it, and where.

    Without a mail server the mail is written to the object storage. One address that fails does not keep
    the others from theirs, and fails the task. A mail that may have arrived already is not sent again.
    """
    storage = connections.storage()
    with reading(connections.warehouse()) as connection:
        everyone = subscribers.list_wanting(connection, "published")

    @cache
    def stored(choice: Choice) -> _Stored:
        return _Stored.read(storage, run_id, choice)

    if not mail.has_mail_server():
        for subscriber in everyone:
            message = stored(_of_digest(subscriber.choice)).write(Addressed(subscriber.email))
            storage.write(outbox_key(run_id, f"{subscriber.id}.eml"), message.as_bytes())
        where = f"{storage.root}/{outbox_key(run_id, '')}".rstrip("/")
        return {"delivered": len(everyone), "where": where}
    post = Post(
        connections.warehouse(),
        Letter(run_id),
        lambda subscriber, addressed: stored(_of_digest(subscriber.choice)).write(addressed),
        lambda subscriber: storage.exists(outbox_key(run_id, f"{subscriber.id}.sent")),  # by an older version
    )
    failed, uncertain = post.send_all(everyone)
    if uncertain:
        log.warning("May have arrived or not, and are not sent again: subscribers %s.", ", ".join(uncertain))
    if failed:
        raise MailNotSent(
            f"{len(failed)} of {len(everyone)} digests were not sent: subscribers {', '.join(failed)}.",
            "Check the Connection foresail_smtp and the addresses; a retry sends only what is missing.",
        )
    return {"delivered": len(everyone) - len(uncertain), "where": "mail server", "uncertain": uncertain}
