"""The tasks of foresail_notify: compose the digest, deliver it to each subscriber once."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail.actions.subscribers import forget_former
from foresail.airflow import connections, mail
from foresail.errors import ForesailError, MailNotSent
from foresail.exporting.making import make
from foresail.forecast_cache.records import Question
from foresail.jobs.working import job
from foresail.notifications import digest
from foresail.storage.keys import outbox_key
from foresail.storage.objects import Storage
from foresail.warehouse import runs, subscribers
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.subscribers import Subscriber

DIGEST = "digest.json"


@job
def compose(dag_run_id: str) -> int:
    """Write the digest of the published run to the object storage; returns the run's number."""
    storage, warehouse = connections.storage(), connections.warehouse()
    forget_former()
    with reading(warehouse) as connection:
        content = digest.compose(connection)
        run = runs.get_published(connection)
        assert run is not None  # the digest is of it
    with writing(warehouse) as connection:
        runs.set_notified(connection, run.run_id, dag_run_id)
    storage.write(outbox_key(run.run_id, digest.PICTURE), content.picture)
    with TemporaryDirectory(prefix="foresail-mail-") as place:
        made = make(warehouse, Question(content.attached), "xlsx", Path(place))
        storage.write(outbox_key(run.run_id, digest.WORKBOOK), made.path.read_bytes())
    texts = {"subject": content.subject, "text": content.text, "html": content.html}
    storage.write_json(outbox_key(run.run_id, DIGEST), texts)
    return run.run_id


@job
def deliver(run_id: int) -> dict[str, Any]:
    """Deliver the digest to every subscriber who has not got it; returns how many, and where to.

    Without a mail server the mail is written to the object storage. One address that fails does not keep
    the others from theirs, and fails the task.
    """
    storage = connections.storage()
    stored = storage.read_json(outbox_key(run_id, DIGEST))
    picture = storage.read(outbox_key(run_id, digest.PICTURE))
    workbook = storage.read(outbox_key(run_id, digest.WORKBOOK))
    content = digest.Digest(stored["subject"], stored.get("text", ""), stored["html"], picture)
    with reading(connections.warehouse()) as connection:
        everyone = subscribers.list_all(connection)
    by_mail = mail.has_mail_server()
    failed = []
    for subscriber in everyone:
        try:
            _deliver(storage, run_id, content, workbook, subscriber, by_mail)
        except (OSError, ForesailError) as error:
            failed.append(f"{subscriber.id} ({type(error).__name__})")
    if failed:
        raise MailNotSent(
            f"{len(failed)} of {len(everyone)} digests were not sent: subscribers {', '.join(failed)}.",
            "Check the Connection foresail_smtp and the addresses; a retry sends only what is missing.",
        )
    where = "mail server" if by_mail else f"{storage.root}/{outbox_key(run_id, '')}".rstrip("/")
    return {"delivered": len(everyone), "where": where}


def _deliver(
    storage: Storage,
    run_id: int,
    content: digest.Digest,
    workbook: bytes,
    subscriber: Subscriber,
    by_mail: bool,
) -> None:
    if not by_mail:
        message = digest.as_message(content, workbook, subscriber.email)
        storage.write(outbox_key(run_id, f"{subscriber.id}.eml"), message)
        return
    receipt = outbox_key(run_id, f"{subscriber.id}.sent")
    if storage.exists(receipt):
        return
    with TemporaryDirectory(prefix="foresail-mail-") as folder:
        picture, attached = Path(folder) / digest.PICTURE, Path(folder) / digest.WORKBOOK
        picture.write_bytes(content.picture)
        attached.write_bytes(workbook)
        mail.send_mail(subscriber.email, content.subject, content.html, [picture, attached])
    storage.write(receipt, b"")
