"""The Dags' tasks, one after the other, outside Airflow: the same on SQLite and on MariaDB."""

import json
from datetime import timedelta

import pytest
from foresail.actions import subscribers
from foresail.airflow import connections
from foresail.errors import (
    BadRequest,
    DatabaseUnavailable,
    HorizonOutOfRange,
    NotForecast,
    NothingToForecast,
    RunIncomplete,
    StorageUnavailable,
    UnknownProduct,
    UnknownUpload,
    WorkbookRefused,
)
from foresail.jobs import ingesting, notifying, predicting, training
from foresail.storage.keys import upload_key
from foresail.storage.objects import Storage
from foresail.warehouse import products, runs, sold
from foresail.warehouse import tables as t
from foresail.warehouse.connecting import open_warehouse, reading
from foresail.warehouse.stats import read_stats
from fsspec.implementations.local import LocalFileSystem
from sqlalchemy import event

from tests.factories import DAY, write_workbook
from tests.integration.jobs.helpers import forecast_of, make_workbook

TABLES = (t.sales, t.daily_demand, t.forecast_series, t.metrics, t.published)


def test_a_workbook_becomes_forecasts(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    assert deployed.predict()["products"] == 3
    told = forecast_of(deployed, "tea", 7)
    assert [day["day"] for day in told["days"]] == [DAY + timedelta(days=number) for number in range(7)]
    assert told["as_of"] == DAY - timedelta(days=1)
    assert 2 < told["days"][0]["mean"] < 7
    assert told["days"][0]["q10"] < told["days"][0]["mean"] < told["days"][0]["q90"]
    with reading(deployed.engine) as connection:
        stats = read_stats(connection)
        past = sold.read_sales(connection, sold.Wanted("Tea"))
        largest = products.largest(connection, 2)
    assert stats["data"]["products"] == 3
    assert stats["forecasts"]["products"] == 3
    assert stats["accuracy"]["wape"] < stats["accuracy"]["wape_seasonal_naive"]
    assert len(past["days"]) >= 119
    assert len(largest) == 2


def test_forecasts_are_the_same_to_the_byte_twice(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    for number in (1, 2):
        deployed.train(f"train-{number}")
        deployed.predict(f"predict-{number}")
    runs = {1: [], 2: []}
    for row in deployed.dump(t.forecast_series)["forecast_series"]:
        runs[row[0]].append(row[1:])
    assert runs[1] == runs[2]
    artifacts = [deployed.storage.read(f"models/{number}/model.json") for number in (1, 2)]
    assert artifacts[0] == artifacts[1]


def test_every_task_run_twice_gives_the_same_tables(deployed, tmp_path):
    path = make_workbook(tmp_path / "a.xlsx")
    upload_id = deployed.ingest(path)
    deployed.train()
    deployed.predict()
    once = deployed.dump(*TABLES)
    assert deployed.accept(path) == upload_id
    deployed.store(upload_id)
    deployed.train()
    deployed.predict()
    assert deployed.dump(*TABLES) == once


class Killed(BaseException):
    """The process died here."""


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_the_whole_chain_killed_at_any_statement_and_resumed_gives_the_same_tables(
    deployed_small, tmp_path, at
):
    deployed = deployed_small
    upload_id = deployed.accept(make_workbook(tmp_path / "a.xlsx", days=40))
    statements = 0

    def kill(*_):
        nonlocal statements
        statements += 1
        if statements in (at, at + 25):
            raise Killed

    event.listen(deployed.engine, "before_cursor_execute", kill)
    tasks = [
        lambda: deployed.store(upload_id),
        deployed.train,
        deployed.predict,
    ]
    for task in tasks:
        for _ in range(3):
            try:
                task()
                break
            except Killed:
                continue
    event.remove(deployed.engine, "before_cursor_execute", kill)
    assert statements > at
    disturbed = deployed.dump(*TABLES)
    assert len(disturbed["published"]) == 1
    for run in ("train-2", "predict-2"):
        (deployed.train if run.startswith("train") else deployed.predict)(run)
    runs = {row[0]: [] for row in disturbed["forecast_series"]} | {2: []}
    for row in deployed.dump(t.forecast_series)["forecast_series"]:
        runs[row[0]].append(row[1:])
    assert runs[1] == runs[2]
    assert len(runs[1]) == 3


def test_a_first_upload_of_one_day_is_forecast_widely(deployed, tmp_path):
    deployed.ingest(write_workbook(tmp_path / "a.xlsx", [(DAY, "Card $50% off$", 3, 1, "J1", "North", "P1")]))
    deployed.train()
    deployed.predict()
    told = forecast_of(deployed, "card $50% off$")
    assert (told["fell_back"], told["days"][0]["mean"]) == (True, 3)
    assert notifying.compose("notify-1") == 1


def test_a_snapshot_run_again_after_newer_sales_leaves_what_forecasts_rest_on(deployed_small, tmp_path):
    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    before = forecast_of(deployed, "Tea")
    deployed.ingest(write_workbook(tmp_path / "b.xlsx", [(DAY, "Tea", 900, 1, "J1", "North", "P1")]))
    deployed.train()
    after = forecast_of(deployed, "Tea")
    assert (before["status"], after["status"]) == ("fresh", "stale")
    assert after["days"] == before["days"]


def test_the_same_bytes_in_another_order_of_dates_are_refused_saying_what_to_do(deployed_small, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Date,Product,Quantity\n03/04/2024,Tea,1\n")

    def accept(order):
        return deployed_small.accept(path, date_order=order)

    first = accept("month-first")
    assert accept(None) == accept("month-first") == first
    with pytest.raises(BadRequest, match="read month-first"):
        accept("day-first")


def test_a_new_product_is_not_forecast_until_a_run_holds_it_and_says_so(deployed_small, tmp_path):
    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    deployed.ingest(write_workbook(tmp_path / "b.xlsx", [(DAY, "Juice", 3, 1, "J1", "North", "P1")]))
    with pytest.raises(NotForecast, match="Juice"):
        forecast_of(deployed, "Juice")
    deployed.train("train-2")
    deployed.predict("predict-2")
    told = forecast_of(deployed, "Juice")
    assert (told["fell_back"], told["run_id"], told["data_version"]) == (True, 2, 2)


def test_readers_see_the_old_run_until_the_new_one_is_whole(deployed_small, tmp_path):
    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    deployed.predict()
    shards = predicting.plan("predict-2")
    assert forecast_of(deployed, "Tea")["run_id"] == 1
    with pytest.raises(RunIncomplete):
        predicting.publish("predict-2", [3])
    assert forecast_of(deployed, "Tea")["run_id"] == 1
    counts = [predicting.forecast(shard) for shard in shards]
    assert forecast_of(deployed, "Tea")["run_id"] == 1
    predicting.publish("predict-2", counts)
    assert forecast_of(deployed, "Tea")["run_id"] == 2


def test_an_older_run_that_ends_late_is_not_published_over_a_newer_one(deployed_small, tmp_path):
    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    deployed.train()
    older = predicting.plan("predict-1")
    deployed.predict("predict-2")
    predicting.publish("predict-1", [predicting.forecast(shard) for shard in older])
    with reading(deployed.engine) as connection:
        assert runs.get_published(connection).run_id == 2


def test_shards_of_any_size_give_the_same_forecasts(deployed_small, tmp_path, monkeypatch):
    from foresail.settings import read_settings

    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx", products=tuple(f"P{n}" for n in range(12))))
    rows = {}
    for number, size in enumerate(("1000", "5", "1"), start=1):
        chosen = read_settings({"FORESAIL_SHARD_SERIES": size})
        monkeypatch.setattr(training, "settings", lambda chosen=chosen: chosen)
        deployed.train(f"train-{number}")
        deployed.predict(f"predict-{number}")
        rows[number] = [
            row[1:] for row in deployed.dump(t.forecast_series)["forecast_series"] if row[0] == number
        ]
    assert rows[1] == rows[2] == rows[3]


def test_what_is_refused_leaves_nothing_behind(deployed, tmp_path):
    bad = write_workbook(tmp_path / "bad.xlsx", [("soon", "Tea", 1)])
    with pytest.raises(WorkbookRefused):
        deployed.accept(bad)
    assert deployed.dump(t.uploads)["uploads"] == []
    assert deployed.storage.keys("uploads") == []
    assert deployed.storage.keys("checks") == []


def test_the_original_bytes_stay(deployed_small, tmp_path):
    import hashlib

    path = make_workbook(tmp_path / "a.xlsx", bad=[(None, "Tea", 1)])
    deployed_small.ingest(path)
    key = upload_key(hashlib.sha256(path.read_bytes()).hexdigest())
    assert deployed_small.storage.read(key) == path.read_bytes()


def test_wrong_questions_are_answered_with_what_to_do(deployed_small, tmp_path):
    deployed = deployed_small
    with pytest.raises(NothingToForecast):
        training.snapshot("train-1")
    with pytest.raises(NothingToForecast):
        predicting.plan("predict-1")
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    with pytest.raises(NotForecast):
        forecast_of(deployed, "Tea")
    deployed.train()
    deployed.predict()
    with pytest.raises(UnknownProduct, match="Teeh"):
        forecast_of(deployed, "Teeh")
    for horizon in (-1, 91, 10**9):
        with pytest.raises(HorizonOutOfRange, match="1 to 90"):
            forecast_of(deployed, "Tea", horizon)
    with pytest.raises(NotForecast, match="reach 28 days"):
        forecast_of(deployed, "Tea", 29)
    with pytest.raises(UnknownUpload):
        ingesting.validate(999)


def test_a_database_that_does_not_answer_says_so_without_its_password():
    with pytest.raises(DatabaseUnavailable) as refused:
        open_warehouse("mysql+pymysql://ann:secret@127.0.0.1:1/foresail")
    assert "secret" not in str(refused.value)


def test_a_storage_that_does_not_answer_fails_the_task(deployed_small, tmp_path, monkeypatch):
    deployed = deployed_small
    upload_id = deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    (tmp_path / "blocked").write_text("")
    broken = Storage(LocalFileSystem(), str(tmp_path / "blocked"))
    monkeypatch.setattr(connections, "storage", lambda: broken)
    with pytest.raises(StorageUnavailable):
        training.snapshot("train-1")
    with pytest.raises(StorageUnavailable):
        ingesting.validate(upload_id)


def test_without_a_mail_server_each_digest_is_written_to_the_storage(deployed_small, tmp_path):
    deployed = deployed_small
    deployed.ingest(make_workbook(tmp_path / "a.xlsx", products=("<b>Tea</b>", "Milk")))
    deployed.train()
    deployed.predict()
    ann = subscribers.add("ann@example.com", "admin")
    run_id = notifying.compose("notify-1")
    assert notifying.deliver(run_id)["delivered"] == 1
    mail = deployed.storage.read(f"outbox/{run_id}/{ann.id}.eml")
    assert b"new forecasts for 2 products" in mail
    assert b"image/png" in mail
    assert b'filename="foresail-forecasts.xlsx"' in mail
    html = json.loads(deployed.storage.read(f"outbox/{run_id}/digest.json"))["html"]
    assert "&lt;b&gt;Tea" in html
    assert "<b>Tea" not in html
