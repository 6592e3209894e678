"""Editing a schedule in a real Airflow: live in seconds, and never a run for a tick that has passed."""

import json
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


def test_an_edit_that_comes_while_airflow_parses_the_file_is_live_all_the_same(http, published):
    for number in range(10):
        http.put(ADDRESS, json={"cron": f"{number} 5 * * *"}).raise_for_status()
        time.sleep(0.2 + number / 10)  # it has read that one by now, and has not done with the file yet
        http.put(ADDRESS, json={"cron": f"{number} 4 * * *"}).raise_for_status()
        wait_for(http, f"{number} 4 * * *", seconds=10)


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


PREDICT = ADDRESS.replace("train", "predict")


def count_runs(http, dag_id):
    return http.get(f"/api/v2/dags/{dag_id}/dagRuns").json()["total_entries"]


def test_forecasts_are_made_on_a_cron_besides_their_assets_until_that_is_undone(http, published):
    http.put(PREDICT, json={"cron": None}).raise_for_status()
    http.put(PREDICT, json={"cron": "@daily", "timezone": "Asia/Tokyo"}).raise_for_status()
    told = http.get(PREDICT).json()
    assert (told["cron"], len(told["next_runs"])) == ("0 0 * * *", 5)
    dag = "/api/v2/dags/foresail_predict"
    started = time.monotonic()
    while http.get(dag).json()["timetable_summary"] != "Asset or 0 0 * * *":
        assert time.monotonic() - started < 20
        time.sleep(0.2)
    assert http.post(f"{PREDICT}/undo").json()["cron"] is None
    while http.get(dag).json()["timetable_summary"] != "Asset":
        assert time.monotonic() - started < 40
        time.sleep(0.2)


def test_a_paused_dag_starts_nothing_and_resumed_it_starts_nothing_that_it_missed(http, published):
    before = count_runs(http, "foresail_predict")
    seen = http.put(PREDICT, json={"cron": "*/5 * * * *", "is_paused": True})
    assert (seen.json()["is_paused"], seen.json()["next_runs"]) == (True, [])
    assert http.get("/api/v2/dags/foresail_predict").json()["is_paused"] is True
    stale = http.put(PREDICT, json={"cron": None}, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    # A tick is missed: the schedule is told to have been edited an hour ago.
    variable = "/api/v2/variables/foresail_schedule_foresail_predict"
    stored = json.loads(http.get(variable).json()["value"])
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).replace(tzinfo=None).isoformat()
    told = {
        "key": "foresail_schedule_foresail_predict",
        "value": json.dumps(stored | {"edited_at": hour_ago}),
    }
    http.patch(variable, json=told).raise_for_status()
    parse_until_due(http)
    resumed = http.put(PREDICT, json={"cron": "*/5 * * * *", "is_paused": False})
    assert (resumed.status_code, resumed.json()["is_paused"]) == (200, False), resumed.text
    assert http.get("/api/v2/dags/foresail_predict").json()["is_paused"] is False
    first = datetime.fromisoformat(resumed.json()["next_runs"][0])
    time.sleep(5)  # the scheduler looks once a second for runs that are due
    assert count_runs(http, "foresail_predict") == before or datetime.now(UTC) >= first
    http.post(f"{PREDICT}/undo").raise_for_status()
    edits = http.get(f"{PREDICT}/history").json()["edits"]
    assert [edit["action"] for edit in edits[:4]] == [
        "set schedule", "pause schedule", "pause schedule", "set schedule",
    ]  # fmt: skip
    assert (edits[1]["before"]["is_paused"], edits[1]["after"]["is_paused"], edits[1]["who"]) == (
        True, False, "admin",
    )  # fmt: skip


def parse_until_due(http):
    """Have Airflow read the schedule until it would start a run of foresail_predict at once."""
    dag, deadline = "/api/v2/dags/foresail_predict", time.monotonic() + 40
    while (http.get(dag).json()["next_dagrun_run_after"] or "9") > datetime.now(UTC).isoformat():
        assert time.monotonic() < deadline, http.get(dag).json()
        http.put(f"/api/v2/parseDagFile/{http.get(dag).json()['file_token']}")
        time.sleep(2)
