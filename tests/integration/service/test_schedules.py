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


def test_ten_edits_in_a_row_are_each_told_by_airflow_itself_within_five_seconds(http, published):
    seconds = []
    for minute in range(10, 20):
        answer = http.put(ADDRESS, json={"cron": f"{minute} 3 * * *", "timezone": "Asia/Tokyo"})
        assert answer.status_code == 200, answer.text
        seconds.append(wait_for(http, f"{minute} 3 * * *"))
    assert max(seconds) < 5, seconds


def test_the_second_of_two_editors_is_told_and_the_first_edit_stays(http, published):
    http.put(ADDRESS, json={"cron": "0 5 * * *"})
    seen = http.get(ADDRESS)
    assert seen.headers["etag"] == f'"{seen.json()["version"]}"'
    if_match = {"If-Match": seen.headers["etag"]}
    first = http.put(ADDRESS, json={"cron": "0 6 * * *"}, headers=if_match)
    assert (first.status_code, first.json()["meaning"]) == (200, "At 06:00")
    for second in (
        http.put(ADDRESS, json={"cron": "0 7 * * *"}, headers=if_match),
        http.post(f"{ADDRESS}/undo", headers=if_match),
    ):
        assert (second.status_code, second.json()["code"]) == (412, "schedule-changed")
        assert "admin has changed" in second.json()["message"]
    assert http.get(ADDRESS).json()["cron"] == "0 6 * * *"
    again = http.put(ADDRESS, json={"cron": "0 7 * * *"}, headers={"If-Match": first.headers["etag"]})
    assert again.status_code == 200


def test_what_is_set_already_is_no_edit_so_its_next_run_cannot_be_missed(http, published):
    first = http.put(ADDRESS, json={"cron": "0 8 * * *"}).json()
    edits = http.get(f"{ADDRESS}/history").json()["total"]
    assert http.put(ADDRESS, json={"cron": " 0  8 * * *"}).json() == first
    assert http.get(f"{ADDRESS}/history").json()["total"] == edits


def test_a_schedule_that_cannot_be_read_is_none_that_the_dag_still_parses_with(http, published):
    variable = "/api/v2/variables/foresail_schedule_foresail_train"
    http.put(ADDRESS, json={"cron": "0 8 * * *"})
    wait_for(http, "0 8 * * *")
    told = {"key": "foresail_schedule_foresail_train", "value": "{broken"}
    http.patch(variable, json=told).raise_for_status()
    shown = http.get(ADDRESS).json()
    assert (shown["cron"], shown["unreadable"]) == (None, "It is not as Foresail stores schedules.")
    file_token = http.get("/api/v2/dags/foresail_train").json()["file_token"]
    # 409: it is about to parse the file again anyway.
    assert http.put(f"/api/v2/parseDagFile/{file_token}").status_code in (201, 409)
    wait_for(http, "Asset")
    assert http.put(ADDRESS, json={"cron": "0 9 * * *"}).json()["unreadable"] is None
    assert http.post(f"{ADDRESS}/undo").json()["cron"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"cron": "nonsense"},
        {"cron": "0 0 * * *", "timezone": "Mars"},
        {"cron": "0 0 31 2 *"},
        {"cron": "*/2 * * * *"},
        {"cron": "0 0 * * *", "extra": 1},
        {},
    ],
)
def test_a_bad_schedule_is_refused_and_the_one_before_stays(http, published, body):
    http.put(ADDRESS, json={"cron": "15 5 * * *"})
    assert http.put(ADDRESS, json=body).status_code == 422
    assert http.get(ADDRESS).json()["cron"] == "15 5 * * *"
