"""Subscribers: one object each in the object storage, so that adding one can never remove another."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass

from foresail.clock import iso, now
from foresail.errors import BadRequest, NotFound
from foresail.storage import Storage

FOLDER = "subscribers"
# What mail servers accept in practice, and nothing that could start a second header or address.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


class AddressRefused(BadRequest):
    """The text is no e-mail address."""

    code = "address-refused"


class UnknownSubscriber(NotFound):
    """Nobody subscribes with that id."""

    code = "unknown-subscriber"


@dataclass(frozen=True)
class Subscriber:
    """Someone who gets the digest; `id` names the object and tells nothing of the address."""

    id: str
    email: str
    added_by: str
    added_at: str


def subscriber_id(email: str) -> str:
    """The id of an address, the same however its domain is written."""
    local, _, domain = email.rpartition("@")
    return hashlib.sha256(f"{local}@{domain.lower()}".encode()).hexdigest()[:16]


def add(storage: Storage, email: str, added_by: str) -> Subscriber:
    """Subscribe an address; one that subscribes already stays as it is. Raises AddressRefused."""
    email = email.strip()
    if not ADDRESS.fullmatch(email) or len(email) > 254:
        raise AddressRefused(f"{email[:80]!r} is no e-mail address.", "Write it as name@example.com.")
    identity = subscriber_id(email)
    try:
        return get(storage, identity)
    except UnknownSubscriber:
        subscriber = Subscriber(identity, email, added_by, iso(now()) or "")
        storage.write_json(f"{FOLDER}/{identity}.json", vars(subscriber))
        return subscriber


def get(storage: Storage, identity: str) -> Subscriber:
    """One subscriber; raises UnknownSubscriber."""
    unknown = UnknownSubscriber(
        f"There is no subscriber {identity[:40]!r}.", "Take an id from GET /subscribers."
    )
    if not re.fullmatch(r"[0-9a-f]{16}", identity):
        raise unknown
    try:
        return Subscriber(**storage.read_json(f"{FOLDER}/{identity}.json"))
    except FileNotFoundError:
        raise unknown from None


def change(storage: Storage, identity: str, email: str, who: str) -> Subscriber:
    """Send to another address from now on; raises UnknownSubscriber or AddressRefused.

    The new one is kept before the old one goes: killed half way, both get the digest, and none is lost.
    """
    known = get(storage, identity)
    changed = add(storage, email, who)
    if changed.id != known.id:
        storage.delete(f"{FOLDER}/{identity}.json")
    return changed


def remove(storage: Storage, identity: str) -> Subscriber:
    """Unsubscribe; raises UnknownSubscriber."""
    subscriber = get(storage, identity)
    storage.delete(f"{FOLDER}/{identity}.json")
    return subscriber


def list_all(storage: Storage) -> list[Subscriber]:
    """All subscribers, by address."""
    found = []
    for key in storage.keys(FOLDER):
        with suppress(FileNotFoundError):  # unsubscribed meanwhile
            found.append(Subscriber(**storage.read_json(key)))
    return sorted(found, key=lambda subscriber: subscriber.email)
