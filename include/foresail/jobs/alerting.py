"""The task of foresail_alert: mails what happened to who chose to know, each event once."""

import logging
from datetime import UTC, datetime
from email.message import EmailMessage

from sqlalchemy import Connection

from foresail.airflow import connections, mail
from foresail.errors import MailNotSent
from foresail.jobs.posting import Post
from foresail.jobs.working import job
from foresail.notifications import alerts
from foresail.notifications.mails import Addressed, as_message
from foresail.notifications.wording import Wording
from foresail.settings import settings
from foresail.storage.keys import event_mail_key
from foresail.warehouse import events, runs, subscribers
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.deliveries import Letter
from foresail.warehouse.events import Event
from foresail.warehouse.subscribers import Subscriber

log = logging.getLogger(__name__)


@job
def send() -> dict[str, int]:
    """Mail the events that not everyone was told of; returns how many events and mails there were.

    Without a mail server the mails are written to the object storage. One address, or event, that fails does
    not keep the others from theirs, and fails the task.
    """
    with writing(connections.warehouse()) as connection:
        record_lateness(connection, datetime.now(UTC))
    with reading(connections.warehouse()) as connection:
        waiting = events.list_unmailed(connection)
        wanted = {event.id: subscribers.list_wanting(connection, event.kind) for event in waiting}
    failed: list[str] = []
    for event in waiting:
        failed += _send(event, wanted[event.id])
    if failed:
        raise MailNotSent(
            f"Not every mail was sent: not to subscribers {', '.join(failed)}.",
            "Check the Connection foresail_smtp and the addresses; a retry sends only what is missing.",
        )
    return {"events": len(waiting), "mails": sum(len(everyone) for everyone in wanted.values())}


def record_lateness(connection: Connection, moment: datetime) -> None:
    """Keep that no forecasts were published today by the time that FORESAIL_LATE_AT says."""
    due = settings().late_at
    if due is None:
        return
    local = moment.astimezone(due.zone)
    if (local.hour, local.minute) < (due.hour, due.minute):
        return
    run = runs.get_published(connection)
    published = run and run.published_at and run.published_at.replace(tzinfo=UTC).astimezone(due.zone).date()
    if published != local.date():
        facts = {"day": local.date().isoformat(), "time": due.time, "zone": str(due.zone)}
        known = published.isoformat() if published else None
        events.record(connection, "late", f"late-{local.date()}", {**facts, "published_on": known})


def _send(event: Event, everyone: list[Subscriber]) -> list[str]:
    """Mail one event; returns whom it failed for."""
    base = mail.base_url()

    def write(subscriber: Subscriber, addressed: Addressed) -> EmailMessage:
        return as_message(alerts.compose(event, Wording(subscriber.choice.language), base), addressed)

    if not mail.has_mail_server():
        for subscriber in everyone:
            message = write(subscriber, Addressed(subscriber.email))
            connections.storage().write(event_mail_key(event.id, subscriber.id), message.as_bytes())
        failed: list[str] = []
    else:
        post = Post(connections.warehouse(), Letter(event.id, is_digest=False), write)
        failed, uncertain = post.send_all(everyone)
        if uncertain:
            log.warning("May have arrived or not, and are not sent again: %s.", ", ".join(uncertain))
    if not failed:
        with writing(connections.warehouse()) as connection:
            events.mark_mailed(connection, event.id)
    return failed
