"""Hashes, pointers and counts are checked against a deployment that is damaged in one place."""

from datetime import date, timedelta

import pytest
from airflow.sdk.exceptions import AirflowSkipException
from foresail.errors import IntegrityBroken
from foresail.jobs import maintaining
from foresail.monitoring import integrity
from foresail.paging import Page
from foresail.queries import audit
from foresail.storage.keys import calendar_key, upload_key
from foresail.warehouse import integrity as integrity_of
from foresail.warehouse import uploads as uploads_of
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import (
    daily_demand,
    forecast_series,
    forecast_summaries,
    forecast_totals,
    models,
    sales,
    superseded_sales,
    uploads,
)
from sqlalchemy import delete, event, insert, select, update

from tests.factories import DAY, write_workbook


@pytest.fixture
def healthy(deployed_small, tmp_path):
    rows = [(DAY - timedelta(days=n), "Tea", 3 + n % 7, 2, f"T{n}", "N", "P") for n in range(40)]
    deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", rows))
    deployed_small.train()
    deployed_small.predict()
    maintaining.check()
    return deployed_small


def fault(deployed):
    with pytest.raises(IntegrityBroken) as broken:
        maintaining.check()
    return str(broken.value)


def test_each_kind_of_damage_is_told_in_words_and_fails_the_task(healthy, caplog):
    def change(statement):
        with healthy.engine.begin() as connection:
            return connection.execute(statement)

    with healthy.engine.begin() as connection:
        sha256 = connection.execute(select(uploads.c.sha256)).scalar()
        artifact, snapshot = connection.execute(select(models.c.artifact_key, models.c.snapshot_key)).one()
    for key, words in (
        (upload_key(sha256), "The original of upload 1 is not what was stored"),
        (artifact, "The artifact of model 1 is not what was stored"),
    ):
        whole = healthy.storage.read(key)
        healthy.storage.write(key, whole + b"x")
        assert words in fault(healthy)
        healthy.storage.delete(key)
        assert "The object storage lacks" in fault(healthy)
        healthy.storage.write(key, whole)
    maintaining.check()
    [shard] = healthy.storage.keys(snapshot)
    whole = healthy.storage.read(shard)
    healthy.storage.delete(shard)
    assert "The snapshot of model 1 is missing" in fault(healthy)
    healthy.storage.write(shard, whole)
    maintaining.check()
    change(update(daily_demand).where(daily_demand.c.day == DAY).values(quantity=99))
    assert "daily demand to" in fault(healthy)
    change(update(daily_demand).where(daily_demand.c.day == DAY).values(quantity=3))
    maintaining.check()
    for wrong, right in (
        (daily_demand.c.sale_lines == 1, {"sale_lines": 1}),
        (daily_demand.c.store_id == 1, {"store_id": 1}),
    ):
        other = {name: value + 1 for name, value in right.items()}
        change(update(daily_demand).where(daily_demand.c.day == DAY, wrong).values(**other))
        assert f"On {DAY} sales add up to 3.00 units sold in 1 lines" in fault(healthy)
        change(update(daily_demand).where(daily_demand.c.day == DAY).values(**right))
    maintaining.check()
    change(update(forecast_series).values(steps=b"short"))
    assert "have not 28 steps" in fault(healthy)
    change(delete(forecast_series))
    assert "holds no series" in fault(healthy)
    change(delete(sales).where(sales.c.day == DAY))
    assert "3 things do not agree" in fault(healthy)
    assert "Upload 1 says rows_stored is 40; table sales holds 39 lines of it." in caplog.text


def test_a_published_run_whose_pages_lack_something_is_told(healthy):
    with healthy.engine.begin() as connection:
        totals = connection.execute(select(forecast_totals)).mappings().all()
        connection.execute(delete(forecast_totals))
    assert "The published run 1 holds 1 series and no totals." in fault(healthy)
    with healthy.engine.begin() as connection:
        connection.execute(update(forecast_summaries).values(recent=None))  # as in runs from before totals
    maintaining.check()
    with healthy.engine.begin() as connection:
        connection.execute(insert(forecast_totals), [dict(row) for row in totals])
        connection.execute(delete(forecast_summaries))
    assert "The published run 1 holds 1 series and 0 summaries of them." in fault(healthy)


def test_an_earlier_calendar_is_held_against_its_checksum(healthy):
    key = calendar_key(b"[]")
    healthy.storage.write(key, b"[]")
    healthy.storage.write("calendars/notes.txt", b"mine")
    maintaining.check(True)
    healthy.storage.write(key, b"[1]")
    with pytest.raises(IntegrityBroken, match=f"An earlier calendar is not what was stored.*{key}"):
        maintaining.check(True)
    nights = [
        integrity.find_faults(healthy.engine, healthy.storage, integrity.Turn(date(2030, 1, 1 + night), 30))
        for night in range(30)
    ]
    assert sorted(map(len, nights)) == [0] * 29 + [1]


def test_lines_that_are_set_aside_for_an_upload_that_does_not_count_are_told_and_come_back(healthy, tmp_path):
    again = [(DAY - timedelta(days=n), "Tea", 9, 2, f"T{n}", "N", "P") for n in range(3)]
    healthy.ingest(write_workbook(tmp_path / "b.xlsx", again))
    before = demand_of(healthy)
    maintaining.check()
    with healthy.engine.begin() as connection:
        connection.execute(update(superseded_sales).values(superseded_by=7))
    told = "Table superseded_sales holds 3 lines of upload 1 that upload 7 is to stand in for"
    assert told in fault(healthy)
    assert [start["conf"] for start in maintaining.restore(True)] == [{"upload_id": 1}]
    maintaining.check(True, is_repaired=True)
    healthy.store(1)
    maintaining.check(True)
    assert demand_of(healthy) == before


def test_lines_of_an_upload_that_was_never_stored_are_told_and_taken_out(healthy, tmp_path):
    upload_id = healthy.accept(
        write_workbook(tmp_path / "b.xlsx", [(DAY - timedelta(days=50), "Tea", 1, 2, "U", "N", "P")])
    )
    with healthy.engine.begin() as connection:
        line = sales.c.transaction_key == "t:T3"
        connection.execute(update(sales).where(line).values(upload_id=upload_id))
    assert "2 things do not agree" in fault(healthy)
    with reading(healthy.engine) as connection:
        wrong = dict(integrity_of.find_wrong_counts(connection))
    assert wrong[upload_id] == "Upload 2 says rows_stored is 0; table sales holds 1 lines of it."
    starts = maintaining.restore(True)
    assert [start["conf"]["upload_id"] for start in starts] == [1, upload_id]
    for number in (upload_id, 1):
        healthy.store(number)
    maintaining.check(True)


def demand_of(deployed):
    query = select(daily_demand).order_by(daily_demand.c.product_id, daily_demand.c.day)
    with deployed.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_demand_and_lines_are_made_again_where_a_repair_is_asked_for(healthy, tmp_path):
    healthy.ingest(
        write_workbook(tmp_path / "b.xlsx", [(DAY - timedelta(days=50), "Milk", 1, 2, "M", "N", "P")])
    )
    before = demand_of(healthy)
    assert maintaining.restore(True) == []
    with pytest.raises(AirflowSkipException):
        maintaining.recount(True)
    with healthy.engine.begin() as connection:
        wrong = DAY - timedelta(days=3)
        connection.execute(update(daily_demand).where(daily_demand.c.day == wrong).values(product_id=2))
        elsewhere = daily_demand.c.day == DAY - timedelta(days=50)
        connection.execute(update(daily_demand).where(elsewhere).values(quantity=9))
        connection.execute(delete(sales).where(sales.c.day == DAY))
        version = uploads_of.data_version(connection)
    assert f"On {wrong} sales add up to 6.00" in "".join(
        integrity.find_faults(healthy.engine, healthy.storage)
    )
    for unasked in ((False, False), (True, True)):
        for repair in (maintaining.restore, maintaining.recount):
            with pytest.raises(AirflowSkipException):
                repair(*unasked)
    starts = maintaining.restore(True)
    assert maintaining.recount(True) == 1
    with healthy.engine.begin() as connection:
        of_lost = select(daily_demand.c.quantity).where(daily_demand.c.day == DAY)
        assert connection.execute(of_lost).scalar() == 3  # it is right, and the lines are yet to come
    maintaining.check(True, is_repaired=True)
    told = integrity.find_faults(healthy.engine, healthy.storage)  # as the next night, if they do not come
    assert any(words.startswith(f"On {DAY} sales add up to 0.00") for words in told)
    assert starts == [{"trigger_run_id": "upload-1.1", "conf": {"upload_id": 1}}]
    again = {"trigger_run_id": "upload-1.2", "conf": {"upload_id": 1}}
    assert maintaining.restore(True) == [again]  # for the run before may have failed
    healthy.store(1)
    assert demand_of(healthy) == before
    with reading(healthy.engine) as connection:
        assert uploads_of.data_version(connection) > version
    maintaining.check(True)
    actions = [entry["action"] for entry in audit.search(Page(10))["entries"]]
    assert {"store anew", "recount demand"} <= set(actions)


def test_an_old_original_is_read_when_its_turn_comes_and_a_missing_one_is_seen_every_night(healthy):
    with healthy.engine.begin() as connection:
        connection.execute(update(uploads).values(uploaded_at=DAY))
        sha256 = connection.execute(select(uploads.c.sha256)).scalar()
    whole = healthy.storage.read(upload_key(sha256))
    healthy.storage.write(upload_key(sha256), whole + b"x")
    nights = [
        integrity.find_faults(healthy.engine, healthy.storage, integrity.Turn(date(2030, 1, 1 + night), 30))
        for night in range(30)
    ]
    assert sorted(map(len, nights)) == [0] * 29 + [1]
    assert len(integrity.find_faults(healthy.engine, healthy.storage)) == 1
    healthy.storage.delete(upload_key(sha256))
    for night in range(3):
        turn = integrity.Turn(date(2030, 1, 1 + night), 30)
        assert len(integrity.find_faults(healthy.engine, healthy.storage, turn)) == 1


def test_demand_is_held_against_sales_as_they_lie_and_not_row_by_row(engine):
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with reading(engine) as connection:
        assert list(integrity_of.find_wrong_demand(connection)) == []
    hinted = [name for name in ("sales", "daily_demand") if f"IGNORE INDEX (ix_{name}_day)" in "".join(asked)]
    assert hinted == (["sales", "daily_demand"] if engine.dialect.name == "mysql" else [])
