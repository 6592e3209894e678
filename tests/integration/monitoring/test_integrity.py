"""Hashes, pointers and counts are checked against a deployment that is damaged in one place."""

from datetime import date, timedelta

import pytest
from airflow.sdk.exceptions import AirflowSkipException
from foresail.errors import IntegrityBroken
from foresail.jobs import maintaining
from foresail.monitoring import integrity
from foresail.paging import Page
from foresail.queries import audit
from foresail.storage.keys import upload_key
from foresail.warehouse import integrity as integrity_of
from foresail.warehouse import uploads as uploads_of
from foresail.warehouse.connecting import reading
from foresail.warehouse.tables import daily_demand, forecast_series, models, sales, uploads
from sqlalchemy import delete, event, select, update

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
    change(update(forecast_series).values(steps=b"short"))
    assert "have not 28 steps" in fault(healthy)
    change(delete(forecast_series))
    assert "holds no series" in fault(healthy)
    change(delete(sales).where(sales.c.day == DAY))
    assert "3 things do not agree" in fault(healthy)
    assert "Upload 1 says rows_stored is 40; table sales holds 39 lines of it." in caplog.text


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
