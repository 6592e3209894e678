"""What happens beside new forecasts is kept once, and mailed once to who chose it: by a real SMTP server."""

import threading
import time
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from foresail.actions import subscribers
from foresail.airflow import mail as airflow_mail
from foresail.airflow.failures import keep_failure
from foresail.errors import MailNotSent, NoUsableRows, WorkbookRefused
from foresail.jobs import alerting, ingesting
from foresail.monitoring.retention import Retention
from foresail.notifications import alerts, mails
from foresail.notifications.wording import Wording
from foresail.settings import read_settings, settings
from foresail.warehouse import events, tables
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.events import Event
from foresail.warehouse.subscribers import Choice
from sqlalchemy import event, update

from tests.factories import DAY, write_workbook
from tests.integration.monitoring.test_scoring import publish, upload
from tests.integration.notifications.test_mail import mailbox  # noqa: F401

LINE = (DAY, "Tea", 3, 2.5, "T1", "North", "P1")
BAD = (DAY, None, 3, 2.5, "T2", "North", "P1")


@pytest.fixture
def posted(deployed_small, mailbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(airflow_mail, "has_mail_server", lambda: True)
    monkeypatch.setattr(airflow_mail, "base_url", lambda: "https://airflow.example.com")
    return mailbox


def choose(email, *kinds, language="en"):
    return subscribers.add(email, "admin", Choice(kinds, language))


def kept(deployed):
    with reading(deployed.engine) as connection:
        return [(event.kind, event.facts) for event in events.list_unmailed(connection)]


def test_a_file_with_refused_rows_is_mailed_once_to_who_chose_it_in_their_own_numbers(
    deployed_small, posted, tmp_path
):
    choose("ann@example.com", "upload", language="de")
    choose("bob@example.com", "published")
    path = write_workbook(tmp_path / "a.xlsx", [LINE] + [BAD] * 1200)
    deployed_small.accept(path)
    assert alerting.send() == {"events": 1, "mails": 1}
    assert alerting.send() == {"events": 0, "mails": 0}
    deployed_small.accept(path)
    assert alerting.send()["events"] == 0
    [(receivers, mail)] = posted.mails
    assert receivers == ["ann@example.com"]
    assert mail["Subject"] == "Foresail: 1.200 rows of a file were refused (a.xlsx)"
    text = mail.get_body(("plain",)).get_content()
    assert "1.200 of 1.201 rows of a.xlsx, sent by planner, were refused" in text
    assert "https://airflow.example.com/plugin/foresail/upload" in text
    assert mail["List-Unsubscribe"]


def test_what_happens_twice_at_once_is_kept_once_and_fails_nobody(engine):
    told, waits = [], threading.Event()

    def record(connection, number):
        events.record(connection, "upload", "refused-same", {"number": number})

    def record_too():
        with writing(engine) as connection:
            record(connection, 2)
        told.append("kept")

    with writing(engine) as connection:
        record(connection, 1)
        event.listen(
            engine,
            "before_cursor_execute",
            lambda *given: waits.set() if given[2].startswith(("BEGIN", "INSERT")) else None,
        )
        other = threading.Thread(target=record_too)
        other.start()
        assert waits.wait(30)
        time.sleep(0.2)  # so that its statement is with the database, which has it wait
    other.join(30)
    assert told == ["kept"]
    with reading(engine) as connection:
        assert [one.facts for one in events.list_unmailed(connection)] == [{"number": 1}]


def test_in_a_narrow_mail_words_break_and_no_number():
    head, row = mails.table(("Product", "Units"), [("Tea", "−1,234,567")]).split("</tr>")[:2]
    assert ["nowrap" in cell for cell in row.split("</td>")[:2]] == [False, True]
    assert "nowrap" not in head


def test_a_name_that_parts_lines_is_one_line_in_a_subject(deployed_small, posted, tmp_path):
    choose("ann@example.com", "upload")
    deployed_small.accept(write_workbook(tmp_path / "a\u2028Bcc: b@example.com.xlsx", [LINE, BAD]))
    assert alerting.send() == {"events": 1, "mails": 1}
    [(receivers, mail)] = posted.mails
    assert (receivers, mail["Bcc"]) == (["ann@example.com"], None)
    assert mail["Subject"] == "Foresail: 1 row of a file was refused (a Bcc: b@example.com.xlsx)"


def test_one_row_and_one_product_are_told_in_the_singular():
    facts = {"file_name": "a.xlsx", "who": "ann"}

    def told(kind, **more):
        event = Event(1, kind, kind, facts | more, datetime(2026, 7, 1))
        body = alerts.compose(event, Wording(), "")
        return f"{body.subject} {body.text}"

    refused = told("upload", rows_rejected=1, rows_read=40)
    assert "1 row of a file was refused" in refused
    assert "1 of 40 rows of a.xlsx, sent by ann, was refused" in refused
    assert "1 new product of a.xlsx, sent by ann, waits for an answer." in told("waiting", new_product=1)
    assert "1 new product and 1 unusual quantity of a.xlsx, sent by ann, wait for an answer." in told(
        "waiting", new_product=1, unusual_quantity=1
    )


def test_a_refused_file_says_why_and_is_one_event_a_day_however_often_it_is_sent(deployed_small, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", [BAD])
    for _ in range(3):
        with pytest.raises(NoUsableRows) as refused:
            deployed_small.accept(path)
    [(kind, facts)] = kept(deployed_small)
    assert (kind, facts["file_name"], facts["who"]) == ("upload", "a.xlsx", "planner")
    assert facts["reason"] == f"{refused.value.message} {refused.value.hint}"
    assert isinstance(refused.value, WorkbookRefused)


def test_products_that_wait_for_an_answer_are_one_event_of_their_upload(
    deployed_small, tmp_path, monkeypatch
):
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", [LINE]))
    new = [(DAY, name, 3, 2.5, f"T{name}", "North", "P1") for name in ("Tee", "Milk")]
    upload_id = deployed_small.accept(write_workbook(tmp_path / "b.xlsx", new))
    for _ in range(2):
        assert ingesting.validate(upload_id)
    [(kind, facts)] = kept(deployed_small)
    assert (kind, facts["new_product"], facts["unusual_quantity"]) == ("waiting", 2, 0)


@pytest.mark.parametrize(
    ("error", "told"),
    [(NoUsableRows("No row of a.xlsx can be used.", "Mend it."), "No row of a.xlsx can be used. Mend it."),
     (ValueError("password=secret"), "ValueError")],
)  # fmt: skip
def test_a_failed_run_is_one_event_with_a_reason_that_gives_nothing_away(deployed_small, error, told):
    task = {"dag_id": "foresail_train", "run_id": "manual__1"}
    for task_id in ("backtest", "register"):
        keep_failure({"ti": SimpleNamespace(**task, task_id=task_id), "exception": error})
    assert kept(deployed_small) == [
        (
            "failed",
            {"dag_id": "foresail_train", "dag_run_id": "manual__1", "task_id": "backtest", "reason": told},
        )
    ]


def test_a_mail_that_cannot_be_sent_is_no_event_of_its_own(deployed_small):
    task = SimpleNamespace(dag_id="foresail_alert", run_id="1", task_id="send")
    keep_failure({"ti": task, "exception": MailNotSent("1 mail.", "Check.")})
    assert kept(deployed_small) == []


@pytest.fixture
def due(monkeypatch):
    monkeypatch.setenv("FORESAIL_LATE", "06:30 Europe/Berlin")
    settings.cache_clear()
    yield
    monkeypatch.delenv("FORESAIL_LATE")
    settings.cache_clear()


def look(deployed, moment):
    with writing(deployed.engine) as connection:
        alerting.record_lateness(connection, moment)


def test_forecasts_are_late_once_a_day_by_the_clock_of_their_zone(deployed_small, due):
    look(deployed_small, datetime(2026, 7, 1, 4, 29, tzinfo=UTC))
    assert kept(deployed_small) == []
    for minute in (30, 40, 50):
        look(deployed_small, datetime(2026, 7, 1, 4, minute, tzinfo=UTC))
    told = {"day": "2026-07-01", "time": "06:30", "zone": "Europe/Berlin", "published_on": None}
    assert kept(deployed_small) == [("late", told)]


def test_forecasts_that_were_published_today_are_not_late(deployed_small, due):
    upload(deployed_small.engine, 1, ("Tea", 0, 3))
    publish(deployed_small.engine, 1, DAY)
    with writing(deployed_small.engine) as connection:
        connection.execute(update(tables.forecast_runs).values(published_at=datetime(2026, 7, 1, 2)))
    look(deployed_small, datetime(2026, 7, 1, 21, tzinfo=UTC))
    assert kept(deployed_small) == []
    look(deployed_small, datetime(2026, 7, 2, 21, tzinfo=UTC))
    assert [kind for kind, _ in kept(deployed_small)] == ["late"]


def test_a_server_that_refuses_keeps_the_event_for_a_retry_and_others_get_theirs(deployed_small, posted):
    for name in ("greylisted", "zoe"):
        choose(f"{name}@example.com", "late")
    with writing(deployed_small.engine) as connection:
        facts = {"day": "2026-07-01", "time": "06:30", "zone": "Europe/Berlin", "published_on": "2026-06-30"}
        events.record(connection, "late", "late-2026-07-01", facts)
    with pytest.raises(MailNotSent, match="Not every mail was sent") as failed:
        alerting.send()
    assert "example.com" not in str(failed.value)
    assert alerting.send() == {"events": 1, "mails": 2}
    assert sorted(to for to, _ in posted.mails) == [["greylisted@example.com"], ["zoe@example.com"]]
    assert "The newest are of 30 June 2026." in posted.mails[0][1].get_body(("plain",)).get_content()


def test_events_are_kept_as_long_as_mail_and_go_with_their_deliveries(deployed_small):
    with writing(deployed_small.engine) as connection:
        events.record(connection, "late", "late-1", {"day": "2026-07-01"})
    retention = Retention(
        deployed_small.engine, deployed_small.storage, read_settings({}), datetime(2100, 1, 1)
    )
    [item] = [item for item in retention.find() if item.words.startswith("event ")]
    item.delete()
    assert kept(deployed_small) == []


def test_a_fall_of_accuracy_is_told_with_its_day(deployed_small, posted):
    choose("ann@example.com", "accuracy", language="fr")
    with writing(deployed_small.engine) as connection:
        facts = {"signal": "wape", "since": date(2026, 7, 1).isoformat(), "size": 1.5}
        events.record(connection, "accuracy", "accuracy-wape", facts)
    alerting.send()
    said = posted.mails[0][1].get_body(("plain",)).get_content().replace("\xa0", " ").replace("\u202f", " ")
    assert "Since 1 juillet 2026 the error is 150 % of that of the backtest." in said
