"""The whole journey on Google Cloud: a file in the bucket becomes a forecast that an endpoint reaches beyond."""

import json

import pytest
from foresail.actions.forecast_requests import answer_by_model_server
from foresail.airflow import schedules
from foresail.google import mirroring
from foresail.jobs import collecting, deploying

from tests.databases import empty_mariadb
from tests.integration.google.scheduler import ACCOUNT, PARENT, CloudScheduler
from tests.integration.google.vertex_models import ENDPOINT
from tests.integration.jobs.helpers import make_workbook
from tests.integration.serving.test_model_server import look_up


@pytest.fixture
def everything(on_google, cloud, database, mariadb, models, vertex, monkeypatch):
    """Every part of Google Cloud in use: bucket, Cloud SQL, jobs, registry, endpoint, Cloud Scheduler."""
    empty_mariadb(mariadb)
    server = cloud.connection(endpoint=ENDPOINT, address=cloud.url)
    monkeypatch.setenv("AIRFLOW_CONN_FORESAIL_MODEL_SERVER", server)
    engine = database()
    deployed = on_google(
        FORESAIL_TRAINING="vertex",
        FORESAIL_PREDICTION="vertex",
        FORESAIL_VERTEX_REGISTRY="deploy",
        FORESAIL_CLOUD_SCHEDULER=PARENT,
        FORESAIL_CLOUD_SCHEDULER_URL="https://airflow.example.com",
        FORESAIL_CLOUD_SCHEDULER_ACCOUNT=ACCOUNT,
    )
    deployed.engine = engine
    return deployed


def test_a_file_in_the_bucket_becomes_a_forecast_beyond_the_cache(
    everything, bucket, instance, vertex, models, cloud, tmp_path, monkeypatch
):
    workbook = make_workbook(tmp_path / "a.xlsx")
    bucket.put("team/inbox/sales.xlsx", workbook.read_bytes())
    assert collecting.collect() == []
    [start] = collecting.find_starts()
    everything.store(start["conf"]["upload_id"])

    everything.train()
    everything.predict()
    deploying.deploy()
    assert {job["displayName"].rsplit("-", 1)[0] for job in vertex.jobs.values()} == {
        "foresail-train-1",
        "foresail-predict-1",
    }
    assert models.aliases()["champion"] == "1"

    assert [item["status"] for item in look_up(everything, "Tea", horizon=28)] == ["fresh"]
    assert [item["status"] for item in look_up(everything, "Tea", horizon=60)] == ["missing"]
    assert answer_by_model_server(1, 60, ["Tea"])
    [item] = look_up(everything, "Tea", horizon=60)
    assert (item["status"], len(item["days"]), item["model_id"]) == ("fresh", 60, 1)
    assert instance.logins

    scheduler = CloudScheduler.join(cloud)
    schedule = schedules.make_schedule("30 6 * * 1", "Europe/Berlin", "ann")
    monkeypatch.setenv("AIRFLOW_VAR_FORESAIL_SCHEDULE_FORESAIL_TRAIN", json.dumps(schedule.to_json()))
    monkeypatch.setattr(mirroring, "settings", everything.settings)
    assert mirroring.mirror("foresail_train") == "created"
    assert scheduler.jobs[f"{PARENT}/jobs/foresail-train"]["timeZone"] == "Europe/Berlin"
