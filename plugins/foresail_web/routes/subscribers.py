"""Subscribers: who gets the digest when forecasts are published."""

from typing import Any

from foresail import deployment
from foresail.notifications import subscribers
from foresail.paging import cut
from foresail.warehouse import audit
from foresail.warehouse.connecting import writing

from foresail_web import guards
from foresail_web.lists import Paged, Search
from foresail_web.models.subscribers import (
    SubscriberBody,
    SubscriberCollectionResponse,
    SubscriberResponse,
)
from foresail_web.routing import noun

router = noun("/subscribers", "subscribers")


@router.get("", response_model=SubscriberCollectionResponse, dependencies=[guards.may_read_subscribers])
def list_subscribers(page: Paged, search: Search = "") -> dict[str, Any]:
    """Everyone who gets the digest, by `email` or `added_at`."""
    everyone = [vars(subscriber) for subscriber in subscribers.list_all(deployment.storage())]
    found = [row for row in everyone if search.lower() in row["email"].lower()]
    return {"total": len(found), "subscribers": cut(found, page, ("added_at", "email"), "email")}


@router.post(
    "", status_code=201, response_model=SubscriberResponse, dependencies=[guards.may_edit_subscribers]
)
def add_subscriber(wanted: SubscriberBody, who: guards.Caller) -> dict[str, Any]:
    """Send the digest to an address too; one that gets it already stays as it is."""
    subscriber = subscribers.add(deployment.storage(), wanted.email, who)
    _record(who, "add subscriber", subscriber.id, subscriber.id)
    return vars(subscriber)


@router.put("/{subscriber_id}", response_model=SubscriberResponse, dependencies=[guards.may_edit_subscribers])
def change_subscriber(subscriber_id: str, wanted: SubscriberBody, who: guards.Caller) -> dict[str, Any]:
    """Send the digest to another address instead; the id changes with it."""
    changed = subscribers.change(deployment.storage(), subscriber_id, wanted.email, who)
    _record(who, "change subscriber", subscriber_id, changed.id)
    return vars(changed)


@router.delete("/{subscriber_id}", status_code=204, dependencies=[guards.may_edit_subscribers])
def remove_subscriber(subscriber_id: str, who: guards.Caller) -> None:
    """Send the digest to an address no more."""
    _record(who, "remove subscriber", subscribers.remove(deployment.storage(), subscriber_id).id)


def _record(who: str, action: str, subscriber_id: str, after: str | None = None) -> None:
    """Write it down by ids: an address is nothing for a log that is kept for ever."""
    before = None if action == "add subscriber" else {"id": subscriber_id}
    with writing(deployment.warehouse()) as connection:
        told = {"before": before, "after": after and {"id": after}}
        audit.record(connection, who, action, f"subscriber {subscriber_id}", **told)
