"""The tasks of foresail_notify: compose the digest, deliver it to each subscriber once."""

import logging
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
from foresail.storage.keys import outbox_key
from foresail.warehouse import runs, subscribers
from foresail.warehouse.connecting import reading, writing

DIGEST = "digest.json"
log = logging.getLogger(__name__)


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
    """Deliver the digest to every subscriber who has not got it; returns how many have it, and where.

    Without a mail server the mail is written to the object storage. One address that fails does not keep
    the others from theirs, and fails the task. A mail that may have arrived already is not sent again.
    """
    storage = connections.storage()
    stored = storage.read_json(outbox_key(run_id, DIGEST))
    picture = storage.read(outbox_key(run_id, digest.PICTURE))
    workbook = storage.read(outbox_key(run_id, digest.WORKBOOK))
    content = digest.Digest(stored["subject"], stored.get("text", ""), stored["html"], picture)
    with reading(connections.warehouse()) as connection:
        everyone = subscribers.list_all(connection)
    if not mail.has_mail_server():
        for subscriber in everyone:
            message = digest.as_message(content, workbook, digest.Addressed(subscriber.email))
            storage.write(outbox_key(run_id, f"{subscriber.id}.eml"), message.as_bytes())
        where = f"{storage.root}/{outbox_key(run_id, '')}".rstrip("/")
        return {"delivered": len(everyone), "where": where}
    post = Post(connections.warehouse(), storage, run_id, content, workbook)
    failed, uncertain = post.send_all(everyone)
    if uncertain:
        log.warning("May have arrived or not, and are not sent again: subscribers %s.", ", ".join(uncertain))
    if failed:
        raise MailNotSent(
            f"{len(failed)} of {len(everyone)} digests were not sent: subscribers {', '.join(failed)}.",
            "Check the Connection foresail_smtp and the addresses; a retry sends only what is missing.",
        )
    return {"delivered": len(everyone) - len(uncertain), "where": "mail server", "uncertain": uncertain}
