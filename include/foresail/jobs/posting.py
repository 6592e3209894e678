"""Hands a letter to the mail server: once for each subscriber, as far as SMTP allows."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from sqlalchemy import Engine

from foresail.actions import subscribers
from foresail.airflow import mail, telling
from foresail.airflow.mail import MailRefused, MailUncertain, ReceiverRefused
from foresail.clock import now
from foresail.notifications.mails import Addressed
from foresail.warehouse import deliveries, signing_keys
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.deliveries import Letter
from foresail.warehouse.subscribers import UNSUBSCRIBE, Subscriber

log = logging.getLogger(__name__)
LINK = "{base}/foresail/api/v1/subscribers/{id}/unsubscribe?signature={signature}"


def _nobody(subscriber: Subscriber) -> bool:
    return False


@dataclass(frozen=True)
class Post:
    """A letter, how it is written for a subscriber, and where it is noted who has got it."""

    warehouse: Engine
    letter: Letter
    write: Callable[[Subscriber, Addressed], EmailMessage]
    has_it: Callable[[Subscriber], bool] = _nobody

    def send_all(self, everyone: Sequence[Subscriber]) -> tuple[list[str], list[str]]:
        """Send to who has not got it: the ids of those it failed for, and of who may have got it or not."""
        with reading(self.warehouse) as connection:
            key = signing_keys.read(connection)
            begun = deliveries.read(connection, self.letter)
        failed, uncertain = [], []
        for subscriber in everyone:
            known = begun.get(subscriber.id)
            if (known and known.sent_at) or self.has_it(subscriber):
                continue
            if known and known.claimed_at:
                uncertain.append(subscriber.id)
                continue
            try:
                self._send(subscriber, key, is_first=not known or not known.refused)
            except MailUncertain:
                uncertain.append(subscriber.id)
            except MailRefused as error:
                failed.append(f"{subscriber.id} ({error.message.rstrip('.')})")
        telling.count("mail.refused", len(failed))
        return failed, uncertain

    def _send(self, subscriber: Subscriber, key: bytes, is_first: bool) -> None:
        try:
            message = self.write(subscriber, self._address(subscriber, key))
            is_sent = mail.send_mail(message, subscriber.email, lambda: self._claim(subscriber))
        except MailRefused as error:
            with writing(self.warehouse) as connection:
                deliveries.mark_refused(connection, self.letter, subscriber.id)
            # A letter counts once, however often it is tried.
            if is_first and isinstance(error, ReceiverRefused):
                self._count_refusal(subscriber)
            raise
        if is_sent:
            with writing(self.warehouse) as connection:
                deliveries.mark_sent(connection, self.letter, subscriber.id, now())
            telling.count("mail.sent", 1)
            if subscriber.refusals:
                subscribers.forget_refusals(subscriber.id)

    def _count_refusal(self, subscriber: Subscriber) -> None:
        if subscribers.count_refusal(subscriber.id, "Foresail"):
            log.warning(
                "Subscriber %s gets no more mails: the mail server has refused the address too often. "
                "Save the subscriber again on the page Notifications once the address is right.",
                subscriber.id,
            )

    def _claim(self, subscriber: Subscriber) -> bool:
        with writing(self.warehouse) as connection:
            return deliveries.claim(connection, self.letter, subscriber.id, now())

    def _address(self, subscriber: Subscriber, key: bytes) -> Addressed:
        """The headers for a subscriber; the Message-ID is the same however often the mail is made."""
        sender, base = mail.sender(), mail.base_url()
        purpose = "digest" if self.letter.is_digest else "event"
        identity = signing_keys.sign(key, purpose, f"{self.letter.number}:{subscriber.id}")[:32]
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        headers = {"From": sender, "Date": formatdate(), "Message-ID": f"<{identity}@{domain}>"}
        link = ""
        if base:
            signature = signing_keys.sign(key, UNSUBSCRIBE, subscriber.id)
            link = LINK.format(base=base, id=subscriber.id, signature=signature)
            headers["List-Unsubscribe"] = f"<{link}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return Addressed(subscriber.email, headers, link)
