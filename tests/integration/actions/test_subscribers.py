"""Subscribers: who gets the digest, each change with its line in the audit log."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from foresail.actions import subscribers
from foresail.actions.subscribers import AddressRefused, UnknownSubscriber
from foresail.warehouse import subscribers as rows
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import metadata
from hypothesis import given, settings
from hypothesis import strategies as st

AUDIT = metadata.tables["audit"]


def addresses(deployed):
    with reading(deployed.engine) as connection:
        return [subscriber.email for subscriber in rows.list_all(connection)]


def logged(deployed):
    return [row[2] for row in deployed.dump(AUDIT)["audit"]]


def test_whoever_is_added_twice_gets_one_mail(deployed):
    first = subscribers.add(" ann@example.com ", "jo")
    assert subscribers.add("ann@EXAMPLE.com", "kim") == first
    assert (first.email, first.added_by) == ("ann@example.com", "jo")
    assert addresses(deployed) == ["ann@example.com"]


def test_the_same_address_has_the_same_id_again_and_nobody_without_the_key_can_tell_whose_it_is(deployed):
    first = subscribers.add("ann@example.com", "jo").id
    subscribers.remove(first, "jo")
    assert subscribers.add("ann@example.com", "jo").id == first
    subscribers.remove(first, "jo")
    with deployed.engine.begin() as connection:
        connection.execute(metadata.tables["signing_keys"].update().values(value="00" * 32))
    assert subscribers.add("ann@example.com", "jo").id != first


def test_many_who_subscribe_at_once_are_all_kept_and_none_twice(deployed):
    wanted = [f"{name}@example.com" for name in ("ann", "bob", "cat")] * 4
    with ThreadPoolExecutor(len(wanted)) as pool:
        list(pool.map(lambda email: subscribers.add(email, "jo"), wanted))
    assert addresses(deployed) == sorted(set(wanted))


def test_another_address_takes_the_place_of_the_one_before(deployed):
    known = subscribers.add("ann@example.com", "jo")
    changed = subscribers.change_subscriber(known.id, "ann@example.org", "jo")
    assert changed.id != known.id
    assert addresses(deployed) == ["ann@example.org"]
    assert subscribers.change_subscriber(changed.id, "ann@example.org", "jo") == changed
    assert addresses(deployed) == ["ann@example.org"]


def test_changing_to_an_address_that_subscribes_already_leaves_one(deployed):
    ann, bob = subscribers.add("ann@example.com", "jo"), subscribers.add("bob@example.com", "jo")
    assert subscribers.change_subscriber(ann.id, "bob@example.com", "jo") == bob
    assert addresses(deployed) == ["bob@example.com"]


def test_whoever_is_removed_gets_no_more_mail(deployed):
    known = subscribers.add("ann@example.com", "jo")
    subscribers.remove(known.id, "jo")
    assert addresses(deployed) == []
    with pytest.raises(UnknownSubscriber, match="no subscriber"):
        subscribers.remove(known.id, "jo")


def test_the_audit_log_knows_every_change_and_no_address(deployed):
    known = subscribers.add("ann@example.com", "jo")
    subscribers.remove(subscribers.change_subscriber(known.id, "ann@example.org", "jo").id, "jo")
    lines = deployed.dump(AUDIT)["audit"]
    assert len(lines) == 3
    assert "example" not in repr(lines)


@pytest.mark.parametrize(
    "text",
    ["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", "ann@example.com\nBcc: x@y.zz",
     "=?utf-8?q?a=0d=0aBcc=3a_x?=@example.com", "x.=?utf-8?b?YUBiLmRlLA==?=@example.com",
     "ann@example.com,bob@example.com", "<ann@example.com>", "a" * 65 + "@example.com", "ann@" + "a." * 130 + "com"],
)  # fmt: skip
def test_what_is_not_an_address_is_refused_and_nothing_is_written(deployed_small, text):
    with pytest.raises(AddressRefused, match="is not an e-mail address"):
        subscribers.add(text, "jo")
    assert deployed_small.dump(AUDIT) == {"audit": []}


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_no_address_can_start_a_second_header(text):
    if subscribers.ADDRESS.fullmatch(text):
        assert not set(text) & set("\r\n,;<> ")
