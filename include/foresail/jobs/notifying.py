"""The tasks of foresail_notify: compose the digest, deliver it to each subscriber once."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foresail import deployment
from foresail.errors import ForesailError, MailNotSent, NothingToForecast
from foresail.exporting.making import make
from foresail.jobs.working import job
from foresail.notifications import digest, subscribers
from foresail.queries.forecasts import Question
from foresail.storage import Storage
from foresail.warehouse import forecasts
from foresail.warehouse.connecting import reading, writing


@job
def compose(dag_run_id: str) -> int:
    """Write the digest of the published run to the object storage; returns the run's number."""
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with reading(warehouse) as connection:
        run = forecasts.published_run(connection)
        if run is None:
            raise NothingToForecast("No forecasts are published.", "Let foresail_predict run first.")
        told = digest.compose(connection)
    with writing(warehouse) as connection:
        forecasts.set_notified(connection, run["run_id"], dag_run_id)
    folder = _folder(run["run_id"])
    storage.write(f"{folder}/{digest.PICTURE}", told.picture)
    with TemporaryDirectory(prefix="foresail-mail-") as place:
        made = make(warehouse, Question(told.attached), "xlsx", Path(place))
        storage.write(f"{folder}/{digest.WORKBOOK}", made.path.read_bytes())
    storage.write_json(
        f"{folder}/digest.json", {"subject": told.subject, "text": told.text, "html": told.html}
    )
    return run["run_id"]


@job
def deliver(run_id: int) -> dict[str, Any]:
    """Deliver the digest to every subscriber who has not got it; returns how many, and where to.

    Without a mail server the mail is written to the object storage. One address that fails does not keep
    the others from theirs, and fails the task.
    """
    storage = deployment.storage()
    stored = storage.read_json(f"{_folder(run_id)}/digest.json")
    picture = storage.read(f"{_folder(run_id)}/{digest.PICTURE}")
    workbook = storage.read(f"{_folder(run_id)}/{digest.WORKBOOK}")
    told = digest.Digest(stored["subject"], stored.get("text", ""), stored["html"], picture)
    by_mail = deployment.has_mail_server()
    failed = []
    everyone = subscribers.list_all(storage)
    for subscriber in everyone:
        try:
            _deliver(storage, run_id, told, workbook, subscriber, by_mail)
        except (OSError, ForesailError) as error:
            failed.append(f"{subscriber.id} ({type(error).__name__})")
    if failed:
        raise MailNotSent(
            f"{len(failed)} of {len(everyone)} digests were not sent, to subscribers {', '.join(failed)}.",
            "Check the Connection foresail_smtp and the addresses; a retry sends only what is missing.",
        )
    where = "mail server" if by_mail else f"{storage.root}/{_folder(run_id)}"
    return {"delivered": len(everyone), "where": where}


def _folder(run_id: int) -> str:
    return f"outbox/{run_id}"


def _deliver(
    storage: Storage,
    run_id: int,
    told: digest.Digest,
    workbook: bytes,
    subscriber: subscribers.Subscriber,
    by_mail: bool,
) -> None:
    if not by_mail:
        mail = digest.as_message(told, workbook, subscriber.email)
        storage.write(f"{_folder(run_id)}/{subscriber.id}.eml", mail)
        return
    receipt = f"{_folder(run_id)}/{subscriber.id}.sent"
    if storage.exists(receipt):
        return
    with TemporaryDirectory(prefix="foresail-mail-") as folder:
        picture, attached = Path(folder) / digest.PICTURE, Path(folder) / digest.WORKBOOK
        picture.write_bytes(told.picture)
        attached.write_bytes(workbook)
        deployment.send_mail(subscriber.email, told.subject, told.html, [picture, attached])
    storage.write(receipt, b"")
