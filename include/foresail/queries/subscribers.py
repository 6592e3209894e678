"""Reads who gets the digest, and what is in it."""

import hmac
from typing import Any

from sqlalchemy import Connection

from foresail.airflow import mail
from foresail.notifications import digest, mails
from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import signing_keys, subscribers
from foresail.warehouse.subscribers import About, Choice

__all__ = ["About", "Choice", "is_signed", "list_page", "preview"]


@question
def list_page(connection: Connection, page: Page) -> dict[str, Any]:
    """Everyone who gets mails: total and one page."""
    return subscribers.list_page(connection, page)


@question
def preview(connection: Connection, choice: Choice) -> dict[str, str]:
    """The digest that a choice makes of the published run: its subject, and its HTML for a browser.

    Nothing is sent or stored. Raises NothingToForecast where no run is published.
    """
    content = digest.compose(connection, choice, mail.base_url())
    return {
        "subject": content.subject,
        "html": mails.as_page(content.html, {digest.PICTURE: content.picture}),
    }


@question
def is_signed(connection: Connection, subscriber_id: str, signature: str) -> bool:
    """Whether a link's signature is that of a subscriber; of one who is gone, too."""
    ours = signing_keys.sign(signing_keys.read(connection), subscribers.UNSUBSCRIBE, subscriber_id)
    return hmac.compare_digest(ours.encode(), signature.encode())
