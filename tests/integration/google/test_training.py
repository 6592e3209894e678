"""Training on Vertex AI: the job's command really runs, on the snapshot in the bucket, and makes the same bytes."""

import json
import threading

import pytest
from foresail.errors import GoogleRefused, GoogleUnavailable, JobFailed
from foresail.google import custom_jobs, places
from foresail.jobs import training
from foresail.settings import read_settings
from foresail.warehouse.tables import forecast_series

from tests.integration.jobs.helpers import make_workbook

NOTHING = ("foresail-train-1", ["python", "-c", "0"])


@pytest.fixture
def deployed(on_google, vertex):
    """Foresail's jobs on a bucket, with FORESAIL_TRAINING=vertex."""
    return on_google(FORESAIL_TRAINING="vertex")


@pytest.fixture
def jobs(set_google, vertex):
    """Vertex AI's custom jobs as the settings have them."""
    set_google(FORESAIL_TRAINING="vertex")
    return places.custom_jobs()


@pytest.fixture
def shards(deployed, tmp_path):
    deployed.ingest(make_workbook(tmp_path / "a.xlsx"))
    return training.snapshot("train-1")


def made(bucket):
    """What training has made, but for the order and the answer."""
    return {
        name: data
        for name, (_, data) in bucket.objects.items()
        if "/models/" in name and not name.endswith(("order.json", "answer.json"))
    }


def test_it_makes_what_training_here_makes_byte_for_byte(deployed, vertex, bucket, shards, monkeypatch):
    there = deployed.train("train-1")
    [job] = vertex.jobs.values()
    assert job["jobSpec"]["serviceAccount"] == "trainer@shop.iam.gserviceaccount.com"
    assert "private_key" not in json.dumps(job)
    by_vertex = made(bucket)
    local = read_settings({})
    monkeypatch.setattr(training, "settings", lambda: local)
    for name in by_vertex:
        del bucket.objects[name]
    here = deployed.train("train-1")
    assert by_vertex == made(bucket)
    assert {"team/models/1/model.json", "team/models/1/booster.json"} <= set(by_vertex)
    assert {**here, "verdict": there["verdict"]} == there


def test_forecasts_of_the_whole_catalogue_are_the_same_to_the_byte(on_google, vertex, tmp_path):
    here = on_google()
    here.ingest(make_workbook(tmp_path / "a.xlsx"))
    here.train()
    here.predict("predict-1")
    there = on_google(FORESAIL_PREDICTION="vertex")
    there.predict("predict-2")
    there.predict("predict-2")  # a run that is repeated finds its series, and starts no job
    [job] = vertex.jobs.values()
    assert job["displayName"].startswith("foresail-predict-2-")
    rows = there.dump(forecast_series)["forecast_series"]
    by_run = [[row[1:] for row in rows if row[0] == run] for run in (1, 2)]
    assert by_run[0] == by_run[1] != []


def test_a_task_that_runs_again_waits_for_the_job_that_is_under_way_and_then_finds_its_answer(
    vertex, shards, cloud
):
    def killed(*_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(custom_jobs.CustomJobs, "_wait", killed)
        training.fit_global_model(shards)
    fitted = training.fit_global_model(shards)
    assert training.fit_global_model(shards) == fitted
    assert len(vertex.jobs) == 1
    assert cloud.access.calls.count("aiplatform.projects.locations.customJobs.create") == 1


def test_a_run_that_is_ended_cancels_its_job(jobs, vertex, cancels):
    vertex.hang = True
    ended = []

    def work():
        try:
            jobs.run(*NOTHING)
        except JobFailed as error:
            ended.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    while not cancels:
        thread.join(0.01)
    cancels[0]()
    thread.join(20)
    assert ["was cancelled" in words for words in ended] == [True]
    assert [job["state"] for job in vertex.jobs.values()] == ["JOB_STATE_CANCELLED"]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (8, GoogleRefused, "429.*larger quota"),
        (7, GoogleRefused, "403.*google check"),
        (14, GoogleUnavailable, "taken away.*new job"),
        (13, JobFailed, "gcloud logging read"),
    ],
)
def test_a_job_that_ends_badly_is_named_with_what_to_do_and_the_next_run_starts_anew(
    jobs, vertex, code, kind, words
):
    vertex.ended_by = {"code": code, "message": "what Google says"}
    with pytest.raises(kind, match=words):
        jobs.run(*NOTHING)
    jobs.run(*NOTHING)
    assert [job["state"] for job in vertex.jobs.values()] == ["JOB_STATE_FAILED", "JOB_STATE_SUCCEEDED"]


def test_a_command_that_fails_is_said_with_where_its_log_is(jobs):
    with pytest.raises(JobFailed, match=r"non-zero status of 3.*gcloud logging read"):
        jobs.run("foresail-train-1", ["python", "-c", "raise SystemExit(3)"])


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (
            lambda cloud: cloud.access.denied.add("aiplatform.customJobs.create"),
            GoogleRefused,
            "status 403.*customJobs.create",
        ),
        (lambda cloud: cloud.access.faults.extend([429] * 3), GoogleRefused, "status 429.*quota"),
        (lambda cloud: cloud.services.clear(), GoogleRefused, "status 404.*FORESAIL_GOOGLE_REGION"),
        (
            lambda cloud: (cloud.new_key(), cloud.access.tokens.clear()),
            GoogleRefused,
            "status 401.*google_cloud_default",
        ),
    ],
)
def test_what_google_refuses_is_named_with_what_to_do(cloud, jobs, spoil, kind, words):
    spoil(cloud)
    with pytest.raises(kind, match=words):
        jobs.run(*NOTHING)


def test_a_service_that_is_away_while_the_job_runs_ends_nothing(cloud, vertex, jobs, monkeypatch):
    started = jobs._start
    monkeypatch.setattr(
        jobs, "_start", lambda *args: (started(*args), cloud.access.faults.extend([503, 503]))[0]
    )
    jobs.run(*NOTHING)
    assert [job["state"] for job in vertex.jobs.values()] == ["JOB_STATE_SUCCEEDED"]
