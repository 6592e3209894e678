"""The mail server of Connection `foresail_smtp`."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from foresail.airflow.connections import MAIL, find_connection
from foresail.errors import ForesailError

NOT_THE_ADDRESS = (b"5.7", b"5.3", b"5.4")
"""Enhanced status codes (RFC 3463) of a server that refuses every address: policy, state, network."""


class MailRefused(ForesailError):
    """The mail server has not taken a mail; sent again, it arrives once."""

    code = "mail-refused"


class ReceiverRefused(MailRefused):
    """The mail server will never take a mail for that address."""


class MailUncertain(ForesailError):
    """The connection ended after a mail was handed over and before the mail server answered."""

    code = "mail-uncertain"


def has_mail_server() -> bool:
    """Whether the Connection is set."""
    return find_connection(MAIL) is not None


def sender() -> str:
    """What the Connection has as `from_email`; raises MailRefused where it has none."""
    connection = find_connection(MAIL)
    address = connection.extra_dejson.get("from_email") if connection else None
    if not address:
        raise MailRefused(
            "The Connection foresail_smtp does not say who mails are from.", "Set from_email in its extras."
        )
    return str(address)


def base_url() -> str:
    """Where people reach this Airflow, as `[api] base_url` says; empty where it does not."""
    from airflow.configuration import conf

    return str(conf.get("api", "base_url", fallback="") or "").rstrip("/")


def send_mail(message: EmailMessage, to: str, claim: Callable[[], bool]) -> bool:
    """Hand a mail to the mail server, by the provider's own connection to it; returns whether it was sent.

    Nothing is sent where `claim` is False, which is asked once the server has accepted the receiver. Raises
    MailRefused where the mail was not taken, and MailUncertain where no answer came after it was handed over.
    """
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    try:
        with SmtpHook(smtp_conn_id=MAIL) as hook:
            return _hand_over(hook._smtp_client, message, to, claim)  # its own sending would send again
    except ForesailError:
        raise
    except smtplib.SMTPResponseException as error:
        raise MailRefused(f"The mail server answered {error.smtp_code}.", "Check foresail_smtp.") from error
    except Exception as error:
        raise MailRefused(
            f"The mail server did not answer ({type(error).__name__}).", "Check foresail_smtp."
        ) from error


def _hand_over(client: Any, message: EmailMessage, to: str, claim: Callable[[], bool]) -> bool:
    client.ehlo_or_helo_if_needed()
    code, answer = client.mail(parseaddr(message["From"])[1])
    if code == 250:
        code, answer = client.rcpt(to)
        if 500 <= code < 600 and not answer.startswith(NOT_THE_ADDRESS):
            raise ReceiverRefused(
                f"The mail server answered {code}, which is for good.", "Check the subscriber's address."
            )
    if code not in (250, 251):
        raise smtplib.SMTPResponseException(code, answer)
    if not claim():
        return False
    try:
        code, answer = client.data(message.as_bytes())
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise MailUncertain(
            "The mail server went away before it answered: the mail may have arrived.", "Ask the receiver."
        ) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, answer)
    return True
