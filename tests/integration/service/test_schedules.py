"""Editing a schedule in a real Airflow: live in seconds, and never a run for a tick that has passed."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.sessions import log_in

ADDRESS = "/foresail/api/v1/schedules/foresail_train"


@pytest.fixture(scope="module")
def http(service):
    with log_in(service) as http:
        yield http


def timetable(http):
    return http.get("/api/v2/dags/foresail_train").json()["timetable_summary"]


def wait_for(http, cron, seconds=20):
    started = time.monotonic()
    while cron not in (timetable(http) or ""):
        assert time.monotonic() - started < seconds, timetable(http)
        time.sleep(0.2)
    return time.monotonic() - started


def test_an_edit_is_live_in_seconds_and_starts_no_run_for_a_passed_tick(http, published):
    before = http.get("/api/v2/dags/foresail_train/dagRuns").json()["total_entries"]
    passed = datetime.now(UTC) - timedelta(minutes=3)
    cron = f"{passed.minute} {passed.hour} * * *"
    answer = http.put(ADDRESS, json={"cron": cron, "timezone": "UTC"})
    assert answer.status_code == 200, answer.text
    assert wait_for(http, cron) < 20
    runs = answer.json()["next_runs"]
    assert len(runs) == 5
    assert datetime.fromisoformat(runs[0]) > datetime.now(UTC) + timedelta(hours=20)
    time.sleep(8)  # the scheduler looks once a second for runs that are due
    assert http.get("/api/v2/dags/foresail_train/dagRuns").json()["total_entries"] == before


def test_the_schedule_is_shown_with_who_and_its_next_runs_in_its_zone(http, published):
    http.put(ADDRESS, json={"cron": "30 6 * * 1", "timezone": "Europe/Berlin"})
    told = http.get(ADDRESS).json()
    assert (told["cron"], told["timezone"], told["edited_by"]) == ("30 6 * * 1", "Europe/Berlin", "admin")
    assert told["edited_at"].endswith("+00:00")
    firsts = [datetime.fromisoformat(run) for run in told["next_runs"]]
    assert {(run.hour, run.minute, run.weekday()) for run in firsts} == {(6, 30, 0)}


@pytest.mark.parametrize(
    "body",
    [
        {"cron": "nonsense"},
        {"cron": "0 0 * * *", "timezone": "Mars"},
        {"cron": "0 0 31 2 *"},
        {"cron": "0 0 * * *", "extra": 1},
        {},
    ],
)
def test_a_bad_schedule_is_refused_and_the_one_before_stays(http, published, body):
    http.put(ADDRESS, json={"cron": "15 5 * * *"})
    assert http.put(ADDRESS, json=body).status_code == 422
    assert http.get(ADDRESS).json()["cron"] == "15 5 * * *"
