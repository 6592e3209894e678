"""Each mail is sent once, whatever the mail server does and whenever the task is killed: by a real SMTP server."""

from functools import partial

import pytest
from foresail.actions import subscribers
from foresail.airflow import mail as airflow_mail
from foresail.clock import now
from foresail.errors import MailNotSent
from foresail.jobs import notifying, posting
from foresail.notifications import digest
from foresail.notifications.mails import Body, as_message
from foresail.queries.subscribers import is_signed
from foresail.settings import settings
from foresail.storage.keys import outbox_key
from foresail.warehouse import deliveries, events
from foresail.warehouse import subscribers as rows
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import metadata

from tests.factories import DAY
from tests.integration.monitoring.test_scoring import publish
from tests.integration.notifications.test_mail import mailbox  # noqa: F401

pytestmark = pytest.mark.usefixtures("mailbox")
AUDIT = metadata.tables["audit"]


@pytest.fixture
def run_id(deployed_small, monkeypatch):
    monkeypatch.setattr(airflow_mail, "has_mail_server", lambda: True)
    monkeypatch.setattr(airflow_mail, "base_url", lambda: "https://airflow.example.com")
    number = publish(deployed_small.engine, 1, DAY)
    texts = {"subject": "Forecasts", "text": "Tea: 5\n.\nGrüße", "html": "<p>Tea: 5</p>"}
    deployed_small.storage.write_json(outbox_key(number, notifying.DIGEST), texts)
    deployed_small.storage.write(outbox_key(number, digest.PICTURE), b"\x89PNG")
    deployed_small.storage.write(outbox_key(number, digest.WORKBOOK), b"PK")
    return number


def told(deployed_small, run_id):
    with reading(deployed_small.engine) as connection:
        return list(deliveries.read(connection, deliveries.Letter(run_id)).values())


def test_a_mail_has_a_text_part_and_a_link_that_is_signed_for_its_receiver_alone(mailbox, run_id):  # noqa: F811
    identity = subscribers.add("ann@example.com", "admin").id
    subscribers.add("bob@example.com", "admin")
    notifying.deliver(run_id)
    [ann], [bob] = (
        [mail for to, mail in mailbox.mails if to == [a]] for a in ("ann@example.com", "bob@example.com")
    )
    assert ann.get_body(("plain",)).get_content().replace("\r", "").startswith("Tea: 5\n.\nGrüße\n")
    assert "<p>Tea: 5</p>" in ann.get_body(("html",)).get_content()
    assert ann["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ann["Message-ID"] != bob["Message-ID"] and ann["Message-ID"].endswith("@example.com>")
    link, theirs = (mail["List-Unsubscribe"].strip("<>") for mail in (ann, bob))
    assert link in ann.get_body(("plain",)).get_content()
    signature = link.partition("signature=")[2]
    assert link.startswith(f"https://airflow.example.com/foresail/api/v1/subscribers/{identity}/unsubscribe?")
    assert is_signed(identity, signature)
    assert not is_signed(identity, theirs.partition("signature=")[2])
    assert not is_signed(identity, "ü")


def test_what_a_server_refuses_at_any_point_is_sent_by_a_retry_and_counted(deployed_small, mailbox, run_id):  # noqa: F811
    for address in ("greylisted@example.com", "late@example.com", "hungup@example.com"):
        subscribers.add(address, "admin")
    with pytest.raises(MailNotSent, match="3 of 3") as failed:
        notifying.deliver(run_id)
    assert "example.com" not in str(failed.value)
    with pytest.raises(MailNotSent, match="2 of 3"):
        notifying.deliver(run_id)
    assert [to for to, _ in mailbox.mails] == [["greylisted@example.com"]]
    assert sorted(delivery.refused for delivery in told(deployed_small, run_id)) == [1, 2, 2]


def known(deployed_small):
    """Refusals of each address, and whether mails to it were stopped."""
    with reading(deployed_small.engine) as connection:
        found = rows.list_all(connection)
    return {one.email.partition("@")[0]: (one.refusals, one.stopped_at is not None) for one in found}


@pytest.fixture
def send(deployed_small, monkeypatch):
    """Sends the mail of an event, by its number; returns how many it failed for. Two refusals stop mails."""
    monkeypatch.setenv("FORESAIL_MAIL_REFUSALS", "2")
    settings.cache_clear()

    def post(number):
        with reading(deployed_small.engine) as connection:
            everyone = rows.list_wanting(connection, "published")
        letter = deliveries.Letter(number, is_digest=False)
        write = partial(as_message, Body("Subject", "text", "<p>text</p>"))
        mailing = posting.Post(deployed_small.engine, letter, lambda _, addressed: write(addressed))
        return len(mailing.send_all(everyone)[0])

    with writing(deployed_small.engine) as connection:
        for number in (1, 2, 3):
            events.record(connection, "failed", f"run-{number}", {})
    yield post
    settings.cache_clear()


def test_an_address_that_is_refused_for_good_is_counted_once_a_mail_and_then_left_alone(deployed_small, send):
    gone = subscribers.add("refused@example.com", "admin")
    subscribers.add("zoe@example.com", "admin")
    assert [send(1), send(1), known(deployed_small)["refused"]] == [1, 1, (1, False)]
    assert [send(2), known(deployed_small)["refused"]] == [1, (2, True)]
    assert [send(3), known(deployed_small)["zoe"]] == [0, (0, False)]
    assert "stop mails" in [row[2] for row in deployed_small.dump(AUDIT)["audit"]]
    subscribers.change_subscriber(gone.id, gone.email, "admin")
    assert [known(deployed_small)["refused"], send(3)] == [(0, False), 1]


def test_a_server_that_refuses_for_now_or_would_refuse_everyone_says_nothing_of_an_address(
    deployed_small, send
):
    for name in ("barred", "greylisted", "late"):
        subscribers.add(f"{name}@example.com", "admin")
    assert send(1) == 3
    assert set(known(deployed_small).values()) == {(0, False)}


def test_a_mail_that_is_taken_begins_the_count_anew(deployed_small, send):
    moved = subscribers.add("moved@example.com", "admin")
    with writing(deployed_small.engine) as connection:
        rows.note_refusals(connection, moved.id, 1)
    assert [send(1), known(deployed_small)["moved"]] == [0, (0, False)]


def test_a_connection_dropped_after_the_mail_is_told_and_not_sent_again(mailbox, run_id, caplog):  # noqa: F811
    dropped = subscribers.add("dropped@example.com", "admin").id
    subscribers.add("zoe@example.com", "admin")
    for _ in range(2):
        assert notifying.deliver(run_id) == {"delivered": 1, "where": "mail server", "uncertain": [dropped]}
    assert sorted(to for to, _ in mailbox.mails) == [["dropped@example.com"], ["zoe@example.com"]]
    assert f"not sent again: subscribers {dropped}" in caplog.text


@pytest.mark.parametrize(("point", "arrived"), [("claim", 0), ("hand over", 1), ("receipt", 1)])
def test_a_task_killed_at_any_point_mails_once_at_most(mailbox, run_id, monkeypatch, point, arrived):  # noqa: F811
    subscribers.add("ann@example.com", "admin")

    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if point == "claim":
            patched.setattr(deliveries, "claim", killed)
        elif point == "receipt":
            patched.setattr(deliveries, "mark_sent", killed)
        else:
            send_mail = airflow_mail.send_mail
            patched.setattr(posting.mail, "send_mail", lambda *given: (send_mail(*given), killed()))
        with pytest.raises(KeyboardInterrupt):
            notifying.deliver(run_id)
    assert len(mailbox.mails) == arrived
    notifying.deliver(run_id)
    notifying.deliver(run_id)
    assert len(mailbox.mails) == 1


def test_of_two_tasks_at_once_one_sends(deployed_small, mailbox, run_id):  # noqa: F811
    identity = subscribers.add("ann@example.com", "admin").id
    address = posting.Post._address

    def claimed_by_another(self, *given):
        with writing(deployed_small.engine) as connection:
            assert deliveries.claim(connection, deliveries.Letter(run_id), identity, now())
        return address(self, *given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(posting.Post, "_address", claimed_by_another)
        notifying.deliver(run_id)
    assert mailbox.mails == []


def test_a_mail_made_again_has_the_same_message_id(deployed_small, mailbox, run_id):  # noqa: F811
    subscribers.add("ann@example.com", "admin")
    notifying.deliver(run_id)
    with deployed_small.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM deliveries")
    notifying.deliver(run_id)
    assert len({mail["Message-ID"] for _, mail in mailbox.mails}) == 1 and len(mailbox.mails) == 2


def test_a_claim_is_one_tasks_until_it_was_refused(engine):
    run_id = publish(engine, 1, DAY)

    def claim():
        with writing(engine) as connection:
            return deliveries.claim(connection, deliveries.Letter(run_id), "ann", now())

    assert [claim(), claim()] == [True, False]
    for refusals in (1, 2):
        with writing(engine) as connection:
            deliveries.mark_refused(connection, deliveries.Letter(run_id), "ann")
            assert deliveries.read(connection, deliveries.Letter(run_id))["ann"] == deliveries.Delivery(
                None, None, refusals
            )
    assert [claim(), claim()] == [True, False]
    with writing(engine) as connection:
        deliveries.mark_sent(connection, deliveries.Letter(run_id), "ann", now())
        assert deliveries.read(connection, deliveries.Letter(run_id))["ann"].sent_at is not None
