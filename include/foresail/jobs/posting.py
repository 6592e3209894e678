"""Hands the digest of a run to the mail server: once for each subscriber, as far as SMTP allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from sqlalchemy import Engine

from foresail.airflow import mail
from foresail.airflow.mail import MailRefused, MailUncertain
from foresail.clock import now
from foresail.notifications.digest import Addressed, Digest, as_message
from foresail.storage.keys import outbox_key
from foresail.storage.objects import Storage
from foresail.warehouse import deliveries, signing_keys
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.subscribers import UNSUBSCRIBE, Subscriber

LINK = "{base}/foresail/api/v1/subscribers/{id}/unsubscribe?signature={signature}"


@dataclass(frozen=True)
class Post:
    """The digest of a run, and where it is noted who has got it."""

    warehouse: Engine
    storage: Storage
    run_id: int
    content: Digest
    workbook: bytes

    def send_all(self, everyone: Sequence[Subscriber]) -> tuple[list[str], list[str]]:
        """Send to who has not got it: the ids of those it failed for, and of who may have got it or not."""
        with writing(self.warehouse) as connection:
            key = signing_keys.ensure(connection)
        with reading(self.warehouse) as connection:
            begun = deliveries.read(connection, self.run_id)
        failed, uncertain = [], []
        for subscriber in everyone:
            known = begun.get(subscriber.id)
            if (known and known.sent_at) or self._was_sent_by_older_version(subscriber):
                continue
            if known and known.claimed_at:
                uncertain.append(subscriber.id)
                continue
            try:
                self._send(subscriber, key)
            except MailUncertain:
                uncertain.append(subscriber.id)
            except MailRefused as error:
                failed.append(f"{subscriber.id} ({error.message.rstrip('.')})")
        return failed, uncertain

    def _was_sent_by_older_version(self, subscriber: Subscriber) -> bool:
        return self.storage.exists(outbox_key(self.run_id, f"{subscriber.id}.sent"))

    def _send(self, subscriber: Subscriber, key: bytes) -> None:
        try:
            message = self._address(subscriber, key)
            is_sent = mail.send_mail(message, subscriber.email, lambda: self._claim(subscriber))
        except MailRefused:
            with writing(self.warehouse) as connection:
                deliveries.mark_refused(connection, self.run_id, subscriber.id)
            raise
        if is_sent:
            with writing(self.warehouse) as connection:
                deliveries.mark_sent(connection, self.run_id, subscriber.id, now())

    def _claim(self, subscriber: Subscriber) -> bool:
        with writing(self.warehouse) as connection:
            return deliveries.claim(connection, self.run_id, subscriber.id, now())

    def _address(self, subscriber: Subscriber, key: bytes) -> EmailMessage:
        """The mail for a subscriber; its Message-ID is the same however often it is made."""
        sender, base = mail.sender(), mail.base_url()
        identity = signing_keys.sign(key, "digest", f"{self.run_id}:{subscriber.id}")[:32]
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        headers = {"From": sender, "Date": formatdate(), "Message-ID": f"<{identity}@{domain}>"}
        link = ""
        if base:
            signature = signing_keys.sign(key, UNSUBSCRIBE, subscriber.id)
            link = LINK.format(base=base, id=subscriber.id, signature=signature)
            headers["List-Unsubscribe"] = f"<{link}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return as_message(self.content, self.workbook, Addressed(subscriber.email, headers, link))
