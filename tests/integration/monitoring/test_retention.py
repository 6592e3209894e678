"""What is old is deleted, never what something kept points to, whenever the process is killed."""

import os
from datetime import datetime, timedelta

import pytest
from foresail.actions import models as model_actions
from foresail.clock import now
from foresail.errors import ModelThinned
from foresail.jobs import maintaining
from foresail.monitoring import scoring
from foresail.monitoring.retention import Retention
from foresail.paging import Page
from foresail.queries.uploads import read_findings
from foresail.settings import KEPT, Settings
from foresail.storage.keys import plan_folder, plan_key
from foresail.storage.objects import Storage
from foresail.warehouse import promotions, thinning, work
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.tables import forecast_runs, forecast_series, models, published, task_work
from foresail.warehouse.tables import promotions as promotion_rows
from sqlalchemy import select, update

from tests.factories import DAY, write_workbook
from tests.integration.monitoring.test_scoring import empty, publish, upload

NOW = datetime(2026, 6, 1)
LONG_AGO = NOW - timedelta(days=200)
PRIMITIVES = {
    thinning: ("mark_run", "delete_series", "mark_model", "forget_deliveries", "delete_work"),
    Storage: ("remove_folder",),
}


def grow(engine, storage):
    """Six models and runs of long ago, all scored; 5 is champion after 2, run 6 is published; and what is under way."""
    with engine.begin() as connection:
        connection.execute(promotion_rows.delete())
        connection.execute(task_work.delete())
    empty(engine)
    upload(engine, 1, ("Tea", 0, 3), ("Milk", 0, 1))
    for number in range(1, 7):
        publish(engine, number, DAY)
        storage.write(f"models/{number}/model.json", b"{}")
        storage.write(f"models/{number}/backtest/00000.parquet", b"b")
        storage.write(plan_key(f"m{number}", "plan.json"), b"{}")
        storage.write(f"snapshots/{number}-in-1-by-product-day/00000.parquet", b"s")
        storage.write(f"outbox/{number}/digest.json", b"{}")
    upload(engine, 2, ("Tea", 9, 3))
    scoring.score(engine)
    with writing(engine) as connection:
        connection.execute(update(forecast_runs).values(started_at=LONG_AGO))
        for number in range(1, 7):
            key = f"snapshots/{number}-in-1-by-product-day"
            values = {
                "started_at": LONG_AGO,
                "registered_at": LONG_AGO,
                "snapshot_key": key,
                "data_version": number,
            }
            connection.execute(update(models).where(models.c.id == number).values(**values))
        for number in (1, 2, 5):
            promotions.promote(connection, number, LONG_AGO, "ann", "It was better.")
        task = {"dag_id": "d", "dag_run_id": "r", "task_id": "t", "map_index": -1}
        work.record(connection, task, 0.0, 1.0, 5)
    storage.write("checks/abc-r/report.json", b"{}")
    storage.write(f"checks/{1:064d}-r/report.json", b"{}")
    for name in ("abc-r", f"{1:064d}-r"):
        os.utime(f"{storage.root}/checks/{name}/report.json", (0, 0))
    storage.write("snapshots/9-in-1-by-product-day/00000.parquet", b"a training is under way")
    storage.write("uploads/abc", b"original")


def kept(engine, storage):
    found = storage.filesystem.find(storage.root)
    with reading(engine) as connection:
        series = connection.execute(select(forecast_series.c.run_id, forecast_series.c.product_id)).all()
        thinned = connection.execute(select(models.c.id, models.c.thinned_at)).all()
        left = connection.execute(select(task_work)).all()
    return sorted(found), sorted(map(tuple, series)), sorted(map(tuple, thinned)), left


def of(engine, storage, **settings):
    return Retention(engine, storage, Settings(**settings), NOW)


def thin(engine, storage):
    for item in of(engine, storage).find():
        item.delete()


def test_what_is_old_goes_and_what_something_kept_points_to_stays(engine, storage):
    grow(engine, storage)
    with writing(engine) as connection:
        outcomes = connection.exec_driver_sql("SELECT COUNT(*) FROM outcomes").scalar()
    thin(engine, storage)
    files, series, _, work_left = kept(engine, storage)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM outcomes").scalar() == outcomes
    names = {name.removeprefix(f"{storage.root}/").rsplit("/", 1)[0] for name in files}
    assert {run for run, _ in series} == {6}
    of_models = {f"models/{number}" for number in (2, 5, 6)}
    assert names == of_models | {f"{name}/backtest" for name in of_models} | {
        *(f"snapshots/{number}-in-1-by-product-day" for number in (2, 5, 6, 9)),
        *(plan_folder(f"m{number}") for number in (2, 5, 6)),
        "outbox/6",
        f"checks/{1:064d}-r",
        "uploads",
    }
    assert work_left == []
    assert of(engine, storage).find() == []
    assert scoring.score(engine)["scored"] == 0


def test_a_run_with_steps_that_are_not_scored_yet_stays_with_its_model(sqlite, storage):
    grow(sqlite, storage)
    with writing(sqlite) as connection:
        connection.exec_driver_sql("DELETE FROM outcomes WHERE run_id = 3")
    thin(sqlite, storage)
    files, series, _, _ = kept(sqlite, storage)
    assert {run for run, _ in series} == {3, 6}
    assert f"{storage.root}/models/3/model.json" in files
    scoring.score(sqlite)
    thin(sqlite, storage)
    assert {run for run, _ in kept(sqlite, storage)[1]} == {6}


def test_nothing_young_goes(sqlite, storage):
    grow(sqlite, storage)
    days = dict.fromkeys((f"keep_{kind}_days" for kind in KEPT), 36_000)
    assert of(sqlite, storage, **days).find() == []


def test_killed_after_any_deletion_and_run_again_leaves_the_same(sqlite, storage, monkeypatch):
    grow(sqlite, storage)
    thin(sqlite, storage)
    wanted, step = kept(sqlite, storage), 0
    while True:
        storage.filesystem.rm(storage.root, recursive=True)
        grow(sqlite, storage)
        if not _is_killed_after(step, sqlite, storage, monkeypatch):
            break
        thin(sqlite, storage)
        assert kept(sqlite, storage) == wanted, step
        step += 1
    assert step > 20


def _is_killed_after(step, engine, storage, monkeypatch):
    done = []

    def killing(primitive):
        def run(*given):
            result = primitive(*given)
            done.append(primitive)
            if len(done) > step:
                raise KeyboardInterrupt
            return result

        return run

    with monkeypatch.context() as patched:
        for module, names in PRIMITIVES.items():
            for name in names:
                patched.setattr(module, name, killing(getattr(module, name)))
        try:
            thin(engine, storage)
        except KeyboardInterrupt:
            return True
    return False


def test_a_dry_run_says_what_would_go_and_deletes_nothing(deployed_small, caplog):
    grow(deployed_small.engine, deployed_small.storage)
    before = kept(deployed_small.engine, deployed_small.storage)
    with caplog.at_level("INFO"):
        said = maintaining.thin(True)
    assert kept(deployed_small.engine, deployed_small.storage)[:3] == before[:3]
    assert "Would delete model 1, started on" in caplog.text
    assert "Would delete the series of forecast run 3, started on 2025-11-13." in caplog.text
    assert maintaining.thin(False) == said


def test_a_model_that_was_thinned_cannot_be_promoted(deployed_small):
    grow(deployed_small.engine, deployed_small.storage)
    maintaining.thin(False)
    with pytest.raises(ModelThinned, match="artifact of model 1 was deleted"):
        model_actions.promote(1, "ann")
    model_actions.promote(2, "ann")


def test_what_is_published_or_promoted_while_it_is_thinned_stays(sqlite, storage):
    grow(sqlite, storage)
    items = of(sqlite, storage).find()
    with writing(sqlite) as connection:
        connection.execute(update(published).values(run_id=1))
        promotions.promote(connection, 1, now(), "ann", "By hand.")
    for item in items:
        item.delete()
    files, series, _, _ = kept(sqlite, storage)
    assert {run for run, _ in series} == {1, 6}
    assert f"{storage.root}/snapshots/1-in-1-by-product-day/00000.parquet" in files
    assert f"{storage.root}/models/1/model.json" in files


def test_the_findings_of_a_stored_upload_are_thinned_and_made_again_when_asked_for(deployed_small, tmp_path):
    line, bad = (DAY, "Tea", 3, 2.5, "T1", "N", "P"), (DAY, None, 3, 2.5, "T2", "N", "P")
    upload_id = deployed_small.ingest(write_workbook(tmp_path / "a.xlsx", [line, bad]))
    waiting = deployed_small.accept(write_workbook(tmp_path / "b.xlsx", [line, bad, bad]))
    engine, storage = deployed_small.engine, deployed_small.storage
    before = read_findings(upload_id, Page(limit=10))
    [folder, other] = sorted(
        storage.folders("checks"), key=lambda name: len(storage.read(f"checks/{name}/sales.parquet")) or name
    )
    for name in (folder, other):
        os.utime(f"{storage.root}/checks/{name}/report.json", (0, 0))
    words = [item.words for item in of(engine, storage).find()]
    assert sum("findings and lines" in each for each in words) == 1
    thin(engine, storage)
    kept_parts = {len(storage.keys(f"checks/{name}")) for name in (folder, other)}
    assert min(kept_parts) == 3 < max(kept_parts)
    assert of(engine, storage).find() == []
    assert read_findings(upload_id, Page(limit=10)) == before
    assert read_findings(waiting, Page(limit=10))["total"] == 2
