"""Sales that no person uploads: files in the inbox, rows pulled from a database; the same on both databases."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from airflow.models.connection import Connection
from foresail.airflow import databases
from foresail.dag_ids import INBOX, PULL
from foresail.errors import InboxRefused, PullFailed, SettingInvalid, UnmappedHeader
from foresail.jobs import collecting, ingesting, pulling
from foresail.settings import read_settings
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import daily_demand
from sqlalchemy import create_engine, func, select, text

from tests.factories import DAY

CSV = "Date,Product Name,Quantity\n{day},Tea,{units}\n"


def sold(deployed):
    with reading(deployed.engine) as connection:
        return connection.execute(select(func.sum(daily_demand.c.quantity))).scalar() or 0


def store_all(starts):
    for start in starts:
        upload_id = start["conf"]["upload_id"]
        ingesting.store(upload_id, ingesting.validate(upload_id), None)


def test_files_in_the_inbox_are_stored_and_moved(deployed):
    deployed.storage.write("inbox/a.csv", CSV.format(day=DAY, units=3).encode())
    deployed.storage.write("inbox/b.csv", CSV.format(day=DAY + timedelta(days=1), units=4).encode())
    assert collecting.collect() == []
    starts = collecting.find_starts()
    assert [start["trigger_run_id"] for start in starts] == ["upload-1.1", "upload-2.1"]
    store_all(starts)
    assert sold(deployed) == 7
    assert deployed.storage.keys("inbox") == []
    assert deployed.storage.keys("inbox-accepted") == ["inbox-accepted/1-a.csv", "inbox-accepted/2-b.csv"]
    with reading(deployed.engine) as connection:
        assert uploads.get(connection, 1).uploaded_by == INBOX
    assert (collecting.collect(), collecting.find_starts()) == ([], [])


def test_a_refused_file_lies_beside_its_reason_and_the_others_go_on(deployed):
    deployed.storage.write("inbox/a.pdf", b"%PDF-1.4 nothing")
    deployed.storage.write("inbox/b.csv", CSV.format(day=DAY, units=3).encode())
    refused = collecting.collect()
    assert len(collecting.find_starts()) == 1
    assert deployed.storage.keys("inbox-refused") == ["inbox-refused/a.pdf", "inbox-refused/a.pdf.txt"]
    assert b"PDF" in deployed.storage.read("inbox-refused/a.pdf.txt")
    with pytest.raises(InboxRefused, match=r"a\.pdf: The file is a PDF"):
        collecting.report(refused)


@pytest.mark.parametrize("content", [b"%PDF-1.4 nothing", CSV.format(day=DAY, units=3).encode()])
def test_a_name_that_leaves_no_room_or_is_no_text_holds_nothing_up(deployed, content):
    inbox = Path(deployed.storage.root) / "inbox"
    inbox.mkdir(parents=True)
    for name in (("Ü" * 120 + ".csv").encode(), b"caf\xe9.csv"):
        (inbox / os.fsdecode(name)).write_bytes(content)
    "".join(collecting.collect()).encode()
    assert deployed.storage.keys("inbox") == []
    moved = deployed.storage.keys("inbox-accepted") + deployed.storage.keys("inbox-refused")
    assert len([key for key in moved if key.endswith("Ü.csv")]) == 1
    assert len([key for key in moved if key.endswith("caf.csv")]) == 1


def test_a_link_in_the_inbox_is_not_followed_and_the_others_go_on(deployed, tmp_path):
    secret = tmp_path / "airflow.cfg"
    secret.write_text("fernet_key = secret")
    deployed.storage.write("inbox/b.csv", CSV.format(day=DAY, units=3).encode())
    (Path(deployed.storage.root) / "inbox" / "a.csv").symlink_to(secret)
    (Path(deployed.storage.root) / "inbox" / "0.csv").symlink_to(tmp_path / "nothing")
    with pytest.raises(InboxRefused, match=r"a\.csv: It is a link"):
        collecting.report(collecting.collect())
    assert len(collecting.find_starts()) == 1
    taken = [key for key in deployed.storage.walk() if not key.startswith("inbox/")]
    assert not [key for key in taken if b"secret" in deployed.storage.read(key)]


def test_a_task_killed_after_a_file_was_handed_in_starts_its_run_when_it_runs_again(deployed):
    deployed.storage.write("inbox/a.csv", CSV.format(day=DAY, units=3).encode())
    collecting.collect()
    first = collecting.find_starts()
    collecting.collect()
    assert collecting.find_starts() == first != []


@pytest.fixture(
    params=[{}, {"cursor": "sscursor", "charset": "utf8mb4"}, {"client": "mysql-connector-python"}]
)
def source(request, mariadb, deployed, monkeypatch):
    """A database with a table of sales, and its Connection, opened by the provider's hook in each of its ways."""
    engine = create_engine(mariadb)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS till"))
        connection.execute(text("CREATE TABLE till (sold_on DATE, item_name VARCHAR(50), qty INT)"))
    given = Connection(
        conn_id="shop",
        conn_type="mysql",
        host=mariadb.host,
        port=mariadb.port,
        login=mariadb.username,
        password=mariadb.password,
        schema=mariadb.database,
        extra=json.dumps(request.param),
    )
    monkeypatch.setenv("AIRFLOW_CONN_SHOP", given.get_uri())
    environment = {
        "FORESAIL_PULL_CONNECTION": "shop",
        "FORESAIL_PULL_SQL": "SELECT sold_on, item_name, qty FROM till WHERE sold_on >= '{since}'",
        "FORESAIL_PULL_WINDOW_DAYS": "3",
    }
    monkeypatch.setattr(pulling, "settings", lambda: read_settings(environment))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE till"))
    engine.dispose()


def sell(source, offset, units):
    with source.begin() as connection:
        row = {"day": DAY + timedelta(days=offset), "units": units}
        connection.execute(text("INSERT INTO till VALUES (:day, 'Tea', :units)"), row)


def correct(source, offset, units):
    with source.begin() as connection:
        row = {"day": DAY + timedelta(days=offset), "units": units}
        connection.execute(text("UPDATE till SET qty = :units WHERE sold_on = :day"), row)


def test_a_query_is_pulled_again_from_a_window_before_its_last_day_and_corrections_replace(deployed, source):
    for offset in range(10):
        sell(source, offset, 5)
    store_all(pulling.pull())
    assert sold(deployed) == 50
    correct(source, 8, 9)
    correct(source, 0, 99)  # lies before the window, so it is not read again
    sell(source, 10, 5)
    store_all(pulling.pull())
    assert sold(deployed) == 50 + 4 + 5
    with reading(deployed.engine) as connection:
        assert uploads.last_day_of(connection, PULL) == DAY + timedelta(days=10)


def test_a_query_without_rows_starts_nothing(source):
    assert pulling.pull() == []


def test_columns_named_once_are_remembered_for_files_with_the_same_header(deployed, tmp_path):
    text = "When;Thing sold;How many boxes;Note\n{day};Tea;{units};x\n"
    first, second, other = (tmp_path / f"{name}.csv" for name in "abc")
    first.write_text(text.format(day=DAY, units=3))
    second.write_text(text.format(day=DAY + timedelta(days=1), units=4))
    other.write_text(text.format(day=DAY, units=3).replace("Note", "Remark"))
    columns = {"Date": "When", "Product Name": "Thing sold", "Quantity": "How many boxes"}
    with pytest.raises(UnmappedHeader):
        deployed.accept(first)
    deployed.ingest(first, columns=columns)
    deployed.ingest(second)
    assert sold(deployed) == 7
    with pytest.raises(UnmappedHeader):
        deployed.accept(other)


def test_an_unknown_connection_and_missing_settings_say_what_to_do(deployed, monkeypatch):
    with pytest.raises(PullFailed, match="no Connection 'nowhere'"):
        next(databases.read_rows("nowhere", "SELECT 1"))
    monkeypatch.setattr(pulling, "settings", lambda: read_settings({}))
    with pytest.raises(SettingInvalid):
        pulling.pull()
