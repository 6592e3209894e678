"""Subscribers: who gets the digest when forecasts are published."""

from typing import Any

from fastapi import APIRouter
from foresail import deployment
from foresail.notifications import subscribers
from foresail.warehouse import audit
from foresail.warehouse.connecting import writing

from foresail_web import guards
from foresail_web.models.subscribers import (
    SubscriberBody,
    SubscriberCollectionResponse,
    SubscriberResponse,
)

router = APIRouter(prefix="/subscribers", tags=["subscribers"])


@router.get("", response_model=SubscriberCollectionResponse, dependencies=[guards.may_read_subscribers])
def list_subscribers() -> dict[str, Any]:
    """Everyone who gets the digest, by address."""
    everyone = [vars(subscriber) for subscriber in subscribers.list_all(deployment.storage())]
    return {"total": len(everyone), "subscribers": everyone}


@router.post(
    "", status_code=201, response_model=SubscriberResponse, dependencies=[guards.may_edit_subscribers]
)
def add_subscriber(wanted: SubscriberBody, who: guards.Caller) -> dict[str, Any]:
    """Send the digest to an address too; one that gets it already stays as it is."""
    subscriber = subscribers.add(deployment.storage(), wanted.email, who)
    _record(who, "add subscriber", subscriber.id)
    return vars(subscriber)


@router.delete("/{subscriber_id}", status_code=204, dependencies=[guards.may_edit_subscribers])
def remove_subscriber(subscriber_id: str, who: guards.Caller) -> None:
    """Send the digest to an address no more."""
    _record(who, "remove subscriber", subscribers.remove(deployment.storage(), subscriber_id).id)


def _record(who: str, action: str, subscriber_id: str) -> None:
    with writing(deployment.warehouse()) as connection:
        audit.record(connection, who, action, f"subscriber {subscriber_id}")
