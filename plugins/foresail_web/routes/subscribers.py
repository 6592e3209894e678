"""Subscribers: who gets which mails."""

from collections.abc import Sequence
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Query
from foresail.actions import subscribers as actions
from foresail.mail_events import Language
from foresail.queries import subscribers as queries
from foresail.queries.subscribers import About, Choice
from starlette.responses import HTMLResponse

from foresail_web import forms
from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.lists import Paged
from foresail_web.schemas.subscribers import (
    MailPreviewResponse,
    Name,
    SubscriberBody,
    SubscriberCollectionResponse,
    SubscriberResponse,
)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width"><title>Foresail</title>
<body style="font-family:sans-serif;max-width:30em;margin:4em auto;padding:0 1em">{}</body></html>"""
ASK = PAGE.format(
    "<p>Get no more mails of Foresail at this address?</p>"
    '<form method="post"><button type="submit">Get no more mails</button></form>'
)
DONE = PAGE.format("<p>This address gets no more mails of Foresail.</p>")

Chosen = Annotated[Sequence[Name], Query(max_length=200, description="Their names; by default, all.")]

router = noun("/subscribers", "subscribers")


@router.get("", response_model=SubscriberCollectionResponse, dependencies=[permissions.may_read_subscribers])
def list_subscribers(page: Paged) -> dict[str, Any]:
    """Everyone who gets mails, and which, by `email` or `added_at`.

    There is no search: an address in a URL would be in the access log.
    """
    return queries.list_page(page)


@router.get("/preview", response_model=MailPreviewResponse, dependencies=[permissions.may_read_subscribers])
async def preview_mail(
    language: Annotated[Language, Query(description="Of dates and numbers.")] = "en",
    products: Chosen = (),
    categories: Chosen = (),
    stores: Chosen = (),
    producers: Chosen = (),
) -> dict[str, str]:
    """The mail about new forecasts that a subscriber with this choice would get now; nothing is sent."""
    about = About(*(tuple(names) for names in (products, categories, stores, producers)))
    choice = Choice(language=language, about=about)
    return await to_thread.run_sync(queries.preview, choice, limiter=forms.limiter())


@router.post(
    "", status_code=201, response_model=SubscriberResponse, dependencies=[permissions.may_edit_subscribers]
)
def add_subscriber(wanted: SubscriberBody, who: permissions.Caller) -> dict[str, Any]:
    """Send mails to an address too; one that gets some already stays as it is."""
    return actions.add(wanted.email, who, _choice(wanted)).shown()


@router.put(
    "/{subscriber_id}", response_model=SubscriberResponse, dependencies=[permissions.may_edit_subscribers]
)
def change_subscriber(subscriber_id: str, wanted: SubscriberBody, who: permissions.Caller) -> dict[str, Any]:
    """Send what is chosen, to this address, whose id it gets; without `events` what was chosen stays."""
    return actions.change_subscriber(subscriber_id, wanted.email, who, _choice(wanted)).shown()


def _choice(wanted: SubscriberBody) -> Choice | None:
    """What is chosen; None where nothing is said of it."""
    if wanted.events is None:
        return None
    chosen = (wanted.products, wanted.categories, wanted.stores, wanted.producers)
    about = About(*(tuple(names) for names in chosen))
    return Choice(tuple(wanted.events), wanted.language, about)


@router.delete("/{subscriber_id}", status_code=204, dependencies=[permissions.may_edit_subscribers])
def remove_subscriber(subscriber_id: str, who: permissions.Caller) -> None:
    """Send mails to an address no more."""
    actions.remove(subscriber_id, who)


@router.get(
    "/{subscriber_id}/unsubscribe",
    response_class=HTMLResponse,
    dependencies=[permissions.may_unsubscribe],
)
def ask_to_unsubscribe(subscriber_id: str) -> str:
    """The page that the link in a mail opens; nothing is changed before its button is pressed."""
    return ASK


@router.post(
    "/{subscriber_id}/unsubscribe",
    response_class=HTMLResponse,
    dependencies=[permissions.may_unsubscribe],
)
def unsubscribe(subscriber_id: str, who: permissions.Caller) -> str:
    """Send mails to an address no more, by the link in a mail; mail programs call it, too (RFC 8058)."""
    actions.unsubscribe(subscriber_id, who)
    return DONE
