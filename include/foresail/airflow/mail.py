"""The mail server of Connection `foresail_smtp`."""

from collections.abc import Iterable
from pathlib import Path

from foresail.airflow.connections import MAIL, find_connection


def has_mail_server() -> bool:
    """Whether the Connection is set."""
    return find_connection(MAIL) is not None


def send_mail(to: str, subject: str, html: str, files: Iterable[Path]) -> None:
    """Hand a mail to the mail server; files can be shown in the text by `cid:` and their name."""
    from airflow.providers.smtp.hooks.smtp import SmtpHook

    with SmtpHook(smtp_conn_id=MAIL) as hook:
        attached = [str(file) for file in files]
        hook.send_email_smtp(
            to=to, subject=subject, html_content=html, files=attached, mime_subtype="related"
        )
