import pytest
from foresail.notifications import subscribers
from foresail.notifications.subscribers import AddressRefused, UnknownSubscriber


def test_adding_and_removing_one_leaves_the_others(storage):
    ann = subscribers.add(storage, "ann@example.com", "admin")
    subscribers.add(storage, "bob@example.com", "admin")
    subscribers.remove(storage, ann.id)
    assert [subscriber.email for subscriber in subscribers.list_all(storage)] == ["bob@example.com"]


def test_an_address_subscribes_once(storage):
    first = subscribers.add(storage, "ann@example.com", "admin")
    assert subscribers.add(storage, " ann@EXAMPLE.com ", "bob") == first
    assert len(subscribers.list_all(storage)) == 1


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "@x.de", "ann@x", "a@x.de\nBcc: b@x.de", "a@x.de, b@x.de", "a@x.de;b@x.de"]
)
def test_what_is_no_single_address_is_refused(storage, email):
    with pytest.raises(AddressRefused):
        subscribers.add(storage, email, "admin")
    assert subscribers.list_all(storage) == []


@pytest.mark.parametrize("identity", ["0" * 16, "../uploads/x", "", "*"])
def test_an_unknown_id_is_refused_and_reaches_no_other_object(storage, identity):
    storage.write("uploads/x", b"")
    with pytest.raises(UnknownSubscriber):
        subscribers.remove(storage, identity)
    assert storage.exists("uploads/x")
