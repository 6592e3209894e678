"""The digest through a real SMTP server, by Airflow's own SMTP provider."""

from calendar import monthrange
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from aiosmtpd.controller import Controller
from foresail.actions import subscribers
from foresail.airflow import mail as airflow_mail
from foresail.errors import MailNotSent
from foresail.jobs import ingesting, notifying
from foresail.notifications import digest
from foresail.settings import settings
from foresail.storage.objects import Storage
from foresail.trial.service import free_port
from foresail.warehouse.connecting import open_warehouse, reading, sqlite_url
from foresail.warehouse.subscribers import About, Choice
from fsspec.implementations.local import LocalFileSystem

from tests.databases import copy_sqlite
from tests.deployments import Deployment
from tests.factories import DAY, rows_of_stores, write_workbook
from tests.mailboxes import Mailbox


@pytest.fixture
def mailbox(monkeypatch):
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    monkeypatch.setenv(
        "AIRFLOW_CONN_FORESAIL_SMTP",
        f"smtp://127.0.0.1:{server.port}/?disable_ssl=true&disable_tls=true&from_email=foresail%40example.com",
    )
    yield mailbox
    server.stop()


@pytest.fixture
def run_id(deployed_small, tmp_path, monkeypatch):
    monkeypatch.setattr(airflow_mail, "has_mail_server", lambda: True)
    rows = [(DAY - timedelta(days=n), "Grüner Tee", 3 + n % 7, 2, f"T{n}", "N", "P") for n in range(60)]
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    return notifying.compose("notify-1")


def lines_of(mail):
    """The forecasts in the workbook that a mail holds, without their header."""
    attached = next(part for part in mail.walk() if part.get_filename() == "foresail-forecasts.xlsx")
    book = openpyxl.load_workbook(BytesIO(attached.get_payload(decode=True)))
    return list(book["Forecast"].iter_rows(min_row=2, values_only=True))


def test_each_subscriber_gets_one_mail_with_a_table_a_picture_and_the_workbook(
    deployed_small, mailbox, run_id
):
    for address in ("ann@example.com", "bob@example.com"):
        subscribers.add(address, "admin")
    notifying.deliver(run_id)
    assert sorted(receivers for receivers, _ in mailbox.mails) == [["ann@example.com"], ["bob@example.com"]]
    mail = mailbox.mails[0][1]
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert mail["From"] == "foresail@example.com"
    assert "new forecasts for 1 product," in mail["Subject"]
    assert "Grüner Tee" in parts["text/html"].get_content()
    picture = next(part for part in mail.walk() if part.get_filename() == "forecast.png")
    assert picture.get_payload(decode=True).startswith(b"\x89PNG")
    assert f"cid:{picture['Content-ID'].strip('<>')}" in parts["text/html"].get_content()
    assert [line[0] for line in lines_of(mail)] == ["Grüner Tee"] * 28
    assert "has every day of each product" in parts["text/html"].get_content()


def test_of_a_catalogue_too_large_to_attach_the_largest_products_are(
    deployed_small, mailbox, tmp_path, monkeypatch
):
    monkeypatch.setattr(airflow_mail, "has_mail_server", lambda: True)
    monkeypatch.setattr(digest, "LINES_ATTACHED", 3 * 28 - 1)
    monkeypatch.setattr(digest, "LARGEST_ATTACHED", 2)
    rows = [
        (DAY - timedelta(days=n), name, units + n % 2, 2, f"{name}{n}", "N", "P")
        for n in range(60)
        for name, units in (("Tea", 9), ("Milk", 1), ("Jam", 5))
    ]
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    subscribers.add("ann@example.com", "admin")
    notifying.deliver(notifying.compose("notify-1"))
    mail = mailbox.mails[0][1]
    assert {line[0] for line in lines_of(mail)} == {"Tea", "Jam"}
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()
    assert "has every day of the 2 largest products" in html


def picture_of(rows, folder, template, monkeypatch):
    """The picture of the digest about a first workbook of these rows."""
    folder.mkdir()
    copy_sqlite(template, folder / "warehouse.db")
    engine = open_warehouse(sqlite_url(folder / "warehouse.db"))
    deployed = Deployment(engine, Storage(LocalFileSystem(), str(folder / "storage"))).install(monkeypatch)
    deployed.ingest(write_workbook(folder / "a.xlsx", rows))
    deployed.train()
    deployed.predict()
    with reading(engine) as connection:
        told = digest.compose(connection)
    engine.dispose()
    return told.picture


def test_the_picture_is_of_whole_months_whichever_of_their_days_the_sales_are_dated(
    template, tmp_path, monkeypatch
):
    months = [date(2022 + number // 12, number % 12 + 1, 1) for number in range(42)]
    ends = [day.replace(day=monthrange(day.year, day.month)[1]) for day in months]
    first, last = (
        picture_of(
            [(day, "Tea", 50 + place % 12, 2, f"T{place}", "N", "P") for place, day in enumerate(days)],
            tmp_path / name,
            template,
            monkeypatch,
        )
        for name, days in (("first", months), ("last", ends))
    )
    assert first == last


def test_a_retry_sends_only_what_is_missing_and_one_bad_address_stops_nobody(deployed_small, mailbox, run_id):
    for address in ("refused@example.com", "zoe@example.com"):
        subscribers.add(address, "admin")
    for _ in range(2):
        with pytest.raises(MailNotSent, match="1 of 2") as refused:
            notifying.deliver(run_id)
        assert "refused@example.com" not in str(refused.value)
    assert [receivers for receivers, _ in mailbox.mails] == [["zoe@example.com"]]


def test_the_mail_says_which_store_has_not_sent_its_sales_in_html_and_in_text(deployed_small, tmp_path):
    rows = rows_of_stores(["Tea & Co"], {"North": 0, "<South>": 9})
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    with reading(deployed_small.engine) as connection:
        told = digest.compose(connection)
    day = f"{DAY - timedelta(days=9):%d %B %Y}"
    said = f"No sales seem to have arrived from <South> after {day}."
    assert said in told.text
    assert said.replace("<South>", "&lt;South&gt;") in told.html
    assert "count as zero until they are uploaded" in told.text
    assert "Tea & Co: " in told.text and "Tea &amp; Co</td>" in told.html
    [plain] = [
        part
        for part in digest.as_message(told, b"", digest.Addressed("ann@example.com")).walk()
        if part.get_content_type() == "text/plain"
    ]
    assert said in " ".join(plain.get_payload(decode=True).decode().split())


def by_address(mailbox):
    return {to[0]: mail for to, mail in mailbox.mails}


def words_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\xa0", " ")


def test_each_digest_is_of_the_products_and_in_the_numbers_that_its_reader_chose(
    deployed_small, mailbox, tmp_path, monkeypatch
):
    monkeypatch.setattr(airflow_mail, "has_mail_server", lambda: True)
    rows = [
        (DAY - timedelta(days=n), name, units + n % 2, 2, f"{name}{n}", store, producer)
        for n in range(60)
        for name, units, store, producer in (("Tea", 900, "N", "P1"), ("Milk", 1, "S", "P2"))
    ]
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    chosen = {
        "all@example.com": Choice(),
        "german@example.com": Choice(language="de"),
        "milk@example.com": Choice(about=About(products=("milk",))),
        "store@example.com": Choice(about=About(stores=("s",))),
        "producer@example.com": Choice(about=About(producers=("P1",))),
        "nothing@example.com": Choice(about=About(categories=("Dairy",))),
        "events@example.com": Choice(events=("failed",)),
    }
    for address, choice in chosen.items():
        subscribers.add(address, "admin", choice)
    notifying.deliver(notifying.compose("notify-1"))
    mails = by_address(mailbox)
    assert set(mails) == set(chosen) - {"events@example.com"}
    held = {
        address: {line[0] for line in lines_of(mail)}
        for address, mail in mails.items()
        if address != "nothing@example.com"
    }
    assert held == {
        "all@example.com": {"Tea", "Milk"}, "german@example.com": {"Tea", "Milk"}, "milk@example.com": {"Milk"},
        "store@example.com": {"Milk"}, "producer@example.com": {"Tea"},
    }  # fmt: skip
    assert "Tea: 6,3" in words_of(mails["all@example.com"]) and "Tea: 6.3" in words_of(
        mails["german@example.com"]
    )
    assert "None of the products that you chose" in words_of(mails["nothing@example.com"])
    assert "new forecasts for 1 product," in mails["milk@example.com"]["Subject"]


def test_a_digest_says_what_changed_since_the_run_before_and_what_waits(deployed_small, run_id, tmp_path):
    with reading(deployed_small.engine) as connection:
        first = digest.compose(connection)
    assert "Grüner Tee: " in first.text and "Since last time" not in first.text
    rows = [(DAY + timedelta(days=n), "Grüner Tee", 60, 2, f"U{n}", "N", "P") for n in range(1, 15)]
    deployed_small.ingest(write_workbook(tmp_path / "b.xlsx", rows))
    deployed_small.train("train-2")
    deployed_small.predict("predict-2")
    new = [(DAY, "Schwarzer Tee", 3, 2, "N1", "N", "P")]
    waiting = deployed_small.accept(write_workbook(tmp_path / "c.xlsx", new))
    ingesting.validate(waiting)
    with reading(deployed_small.engine) as connection:
        second = digest.compose(connection, base_url="https://airflow.example.com")
    assert "; +" in second.text
    assert "1 upload waits for an answer: c.xlsx." in second.text
    assert "https://airflow.example.com/plugin/foresail/upload" in second.text


def test_a_workbook_above_the_limit_is_linked_to_and_not_attached(
    deployed_small, mailbox, run_id, monkeypatch
):
    monkeypatch.setattr(airflow_mail, "base_url", lambda: "https://airflow.example.com")
    monkeypatch.setenv("FORESAIL_MAIL_ATTACH_MIB", "0")
    settings.cache_clear()
    subscribers.add("ann@example.com", "admin")
    notifying.deliver(run_id)
    monkeypatch.delenv("FORESAIL_MAIL_ATTACH_MIB")
    settings.cache_clear()
    [(_, mail)] = mailbox.mails
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["forecast.png"]
    assert (
        "too large to be attached: https://airflow.example.com/foresail/api/v1/forecasts/export"
        in words_of(mail)
    )
