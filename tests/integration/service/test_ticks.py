"""Cloud Scheduler beside a real Airflow: told of every edit, and its ticks start one run, though Airflow ticks too."""

import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.integration.google.scheduler import PARENT
from tests.sessions import log_in

ADDRESS = "/foresail/api/v1/schedules/foresail_monitor"
NAME = f"{PARENT}/jobs/foresail-monitor"
RUNS = "/api/v2/dags/foresail_monitor/dagRuns"


@pytest.fixture(scope="module")
def http(service):
    with log_in(service) as http:
        yield http
        http.put(ADDRESS, json={"cron": None})


def runs_of(http, tick):
    found = http.get(
        RUNS, params={"logical_date_gte": tick.isoformat(), "logical_date_lte": tick.isoformat()}
    )
    return [run["dag_run_id"] for run in found.json()["dag_runs"]]


def await_parsed(http, cron, tick):
    """Wait until Airflow knows the schedule, and the tick is less than a minute away."""
    while cron not in http.get("/api/v2/dags/foresail_monitor").json()["timetable_summary"]:
        assert datetime.now(UTC) < tick, "Airflow has not parsed the Dag in time"
        time.sleep(0.2)
    time.sleep(max(0, (tick - datetime.now(UTC)).total_seconds() - 55))


def test_a_tick_starts_one_run_whoever_ticks_first(http, monitored, mirrored):
    tick = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    if tick - datetime.now(UTC) < timedelta(seconds=20):  # the Dag is to be parsed again before
        tick += timedelta(minutes=1)
    answer = http.put(ADDRESS, json={"cron": f"{tick.minute} {tick.hour} * * *", "timezone": "UTC"})
    assert (answer.status_code, answer.json()["mirror_failed"]) == (200, None), answer.text
    assert mirrored.jobs[NAME]["schedule"] == f"{tick.minute} {tick.hour} * * *"
    await_parsed(http, answer.json()["cron"], tick)  # from then on Airflow ticks as well
    first = mirrored.fire("foresail_monitor", tick)
    assert (first.status_code, first.json()["outcome"]) == (200, "started"), first.text
    assert mirrored.fire("foresail_monitor", tick).json()["outcome"] == "there already"
    off = tick - timedelta(minutes=1)
    assert mirrored.fire("foresail_monitor", off).json()["outcome"] == "not a tick of the schedule"
    while datetime.now(UTC) < tick + timedelta(seconds=5):  # the scheduler looks once a second
        time.sleep(0.5)
    assert runs_of(http, tick) == [f"tick__{tick.isoformat()}"]


@pytest.mark.parametrize(
    "other", [{"email": "eve@shop.iam.gserviceaccount.com"}, {"aud": "https://x.example.com"}]
)
def test_nobody_else_may_tick_not_even_an_admin(http, monitored, mirrored, other):
    http.put(ADDRESS, json={"cron": "30 6 * * 1"})
    refused = mirrored.fire("foresail_monitor", datetime.now(UTC), **other)
    assert (refused.status_code, refused.json()["code"]) == (401, "caller-unknown")
    assert http.post(f"{ADDRESS}/tick").json()["code"] == "caller-unknown"
    assert httpx.post(f"{http.base_url}{ADDRESS}/tick".replace("//fore", "/fore")).status_code == 401


def test_a_failure_is_shown_on_the_schedule_until_foresail_monitor_has_mended_it(http, monitored, mirrored):
    mirrored.access.denied.add("cloudscheduler.jobs.update")
    http.put(ADDRESS, json={"cron": "30 6 * * 1"})
    told = http.put(ADDRESS, json={"cron": "45 6 * * 1"}).json()
    assert (told["cron"], "status 403" in told["mirror_failed"]) == ("45 6 * * 1", True)
    mirrored.access.denied.clear()
    run = http.post(RUNS, json={"logical_date": None}).json()["dag_run_id"]
    deadline = time.monotonic() + 60
    while http.get(f"{RUNS}/{run}").json()["state"] in ("queued", "running") and time.monotonic() < deadline:
        time.sleep(0.5)
    assert http.get(f"{RUNS}/{run}").json()["state"] == "success"
    assert http.get(ADDRESS).json()["mirror_failed"] is None
    assert mirrored.jobs[NAME]["schedule"] == "45 6 * * 1"
