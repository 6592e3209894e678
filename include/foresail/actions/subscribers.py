"""Subscribes people to mails, and unsubscribes them."""

import re
from dataclasses import asdict, replace

from foresail.actions.unit import Change, bookkeeping, change
from foresail.airflow import connections
from foresail.clock import now
from foresail.errors import BadRequest, NotFound
from foresail.mail_events import KINDS
from foresail.settings import settings
from foresail.warehouse import subscribers
from foresail.warehouse.subscribers import Choice, Subscriber

# What mail servers accept in practice, and nothing that could start a second header or address: `=?` begins
# an encoded word (RFC 2047), which may say anything.
ADDRESS = re.compile(
    r"(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
ADDRESS_MAX = 254
FORMER_FOLDER = "subscribers"
"""Where they were kept in the object storage before they were rows."""


class AddressRefused(BadRequest):
    """The text is not an e-mail address."""

    code = "address-refused"


class ChoiceRefused(BadRequest):
    """No kind of mail was chosen."""

    code = "choice-refused"


class UnknownSubscriber(NotFound):
    """There is no subscriber with that id."""

    code = "unknown-subscriber"


def add(email: str, who: str, choice: Choice | None = None) -> Subscriber:
    """Subscribe an address; one that does already stays as it is. Raises AddressRefused, ChoiceRefused."""
    with change(who) as made:
        subscriber = _send_again(made, _add(made, email, _check(choice or Choice())))
        # An address is nothing for a log that is kept for ever.
        made.log("add subscriber", f"subscriber {subscriber.id}", after={"id": subscriber.id})
    return subscriber


def change_subscriber(identity: str, email: str, who: str, choice: Choice | None = None) -> Subscriber:
    """Send to this address, and what is chosen, from now on; without a choice, what was chosen before.

    Mails that were stopped since the mail server refused the address are sent again.

    Raises UnknownSubscriber, AddressRefused or ChoiceRefused.
    """
    with change(who) as made:
        known = _get(made, identity)
        wanted = _check(choice or known.choice)
        changed = _add(made, email, wanted)
        if changed.id != known.id:
            subscribers.remove(made.connection, known.id)
        changed = _send_again(made, changed)
        subscribers.choose(made.connection, changed.id, wanted)
        before, after = (
            {"id": one.id, **asdict(how)} for one, how in ((known, known.choice), (changed, wanted))
        )
        made.log("change subscriber", f"subscriber {known.id}", before=before, after=after)
    return replace(changed, choice=wanted)


def count_refusal(identity: str, who: str) -> bool:
    """Count that the mail server refused an address for good; True where that has stopped mails to it."""
    with bookkeeping() as connection:
        known = subscribers.find(connection, identity)
        if known is None or known.stopped_at is not None:
            return False
        subscribers.note_refusals(connection, identity, known.refusals + 1)
    if known.refusals + 1 < settings().mail_refusals:
        return False
    with change(who) as made:
        known = _get(made, identity)
        subscribers.note_refusals(made.connection, identity, known.refusals, now())
        told = {"id": identity, "refusals": known.refusals}
        made.log("stop mails", f"subscriber {identity}", before={"id": identity}, after=told)
    return True


def forget_refusals(identity: str) -> None:
    """Begin to count anew: the mail server has taken a mail."""
    with bookkeeping() as connection:
        subscribers.note_refusals(connection, identity, 0)


def _send_again(made: Change, known: Subscriber) -> Subscriber:
    """Forget what the mail server has refused, and send to the address again."""
    if not known.refusals and known.stopped_at is None:
        return known
    subscribers.note_refusals(made.connection, known.id, 0)
    if known.stopped_at is not None:
        told = {"id": known.id, "refusals": known.refusals}
        made.log("send mails again", f"subscriber {known.id}", before=told, after={"id": known.id})
    return replace(known, refusals=0, stopped_at=None)


def _check(choice: Choice) -> Choice:
    """Raise ChoiceRefused where no event is chosen: who wants no mail unsubscribes."""
    if not choice.events:
        raise ChoiceRefused("No kind of mail is chosen.", "Choose one, or remove the subscriber.")
    return replace(choice, events=tuple(kind for kind in KINDS if kind in choice.events))


def remove(identity: str, who: str) -> None:
    """Unsubscribe; raises UnknownSubscriber."""
    with change(who) as made:
        known = _get(made, identity)
        subscribers.remove(made.connection, known.id)
        made.log("remove subscriber", f"subscriber {known.id}", before={"id": known.id})


def unsubscribe(identity: str, who: str) -> None:
    """Unsubscribe by the link in a mail; one who is gone already stays gone."""
    with change(who) as made:
        if subscribers.find(made.connection, identity) is None:
            made.is_void = True
            return
        subscribers.remove(made.connection, identity)
        made.log("unsubscribe", f"subscriber {identity}", before={"id": identity})


def forget_former() -> None:
    """Delete what is left in the object storage of subscribers who became rows since."""
    storage = connections.storage()
    for key in storage.keys(FORMER_FOLDER):
        storage.delete(key)


def _add(made: Change, email: str, choice: Choice) -> Subscriber:
    email = email.strip()
    if not ADDRESS.fullmatch(email) or len(email) > ADDRESS_MAX:
        raise AddressRefused(f"{email[:80]!r} is not an e-mail address.", "Write it as name@example.com.")
    known = subscribers.find_address(made.connection, email)
    if known is not None:
        return known
    identity = subscribers.make_id(made.connection, email)
    subscriber = Subscriber(identity, email, made.who, now(), choice)
    subscribers.add(made.connection, subscriber)
    return subscriber


def _get(made: Change, identity: str) -> Subscriber:
    known = subscribers.find(made.connection, identity)
    if known is None:
        raise UnknownSubscriber(
            f"There is no subscriber {identity[:40]!r}.", "Take an id from GET /subscribers."
        )
    return known
