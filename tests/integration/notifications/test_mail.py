"""The digest through a real SMTP server, by Airflow's own SMTP provider."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from aiosmtpd.controller import Controller
from foresail.actions import subscribers
from foresail.airflow import mail as airflow_mail
from foresail.errors import MailNotSent
from foresail.jobs import notifying
from foresail.notifications import digest
from foresail.trial.service import free_port
from foresail.warehouse.connecting import reading

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
