"""Models and the calendar in a real Airflow: the leaderboard, rolling back with one call, what is known ahead."""

import time
from datetime import date

import pytest
from foresail.client import ForesailClient, Refused

from tests.sessions import log_in


def test_a_model_shows_how_every_method_did_against_seasonal_naive(http, published):
    listed = http.get("/models").json()
    champion = next(model for model in listed["models"] if model["is_champion"])
    assert listed["total"] >= 1
    told = http.get(f"/models/{champion['model_id']}").json()
    everything = {row["method"]: row for row in told["leaderboard"] if row["segment"] == "all"}
    assert {"zero", "history_mean", "seasonal_naive", "chosen"} <= set(everything)
    assert everything["chosen"]["coverage_80"] is not None
    assert told["promoted_by"]


def test_promoting_a_model_starts_a_run_that_forecasts_with_it(service, http, published):
    model_id = http.get("/models").json()["models"][-1]["model_id"]
    answer = http.post(f"/models/{model_id}/promote")
    assert answer.status_code == 202, answer.text
    run = answer.json()
    with log_in(service, "/api/v2") as airflow:
        for _ in range(90):
            state = airflow.get(f"/dags/{run['dag_id']}/dagRuns/{run['dag_run_id']}").json()["state"]
            if state in ("success", "failed"):
                break
            time.sleep(1)
    assert state == "success"
    assert http.get("/forecasts", params={"product": "tea"}).json()["forecasts"][0]["model_id"] == model_id


def test_training_is_started_at_once_by_who_asks_for_it(service, http, published):
    answer = http.post("/models")
    assert answer.status_code == 202, answer.text
    run = answer.json()
    assert run["dag_id"] == "foresail_train"
    assert answer.headers["location"].endswith(f"/dags/foresail_train/dagRuns/{run['dag_run_id']}")
    with log_in(service, "/api/v2") as airflow:
        path = f"/dags/foresail_train/dagRuns/{run['dag_run_id']}"
        assert airflow.get(path).json()["state"] in ("queued", "running")
        assert airflow.patch(path, json={"state": "success"}).status_code == 200  # spares other tests the run


@pytest.mark.parametrize("number", [0, 999, -1])
def test_a_model_that_is_not_there_is_404(http, published, number):
    assert http.get(f"/models/{number}").json()["code"] == "unknown-model"
    assert http.post(f"/models/{number}/promote").status_code == 404


def test_the_calendar_is_replaced_whole_and_bad_entries_change_nothing(http, published):
    day = date(2026, 12, 24).isoformat()
    good = {"first_day": day, "last_day": day, "event": "Christmas Eve"}
    assert http.put("/calendar", json={"entries": [good]}).json()["total"] == 1
    for bad in (
        good | {"product": "no such product"},
        good | {"last_day": "2026-12-01"},
        good | {"unit_price": 2},
        {"first_day": day, "last_day": day},
        good | {"unit_price": -1, "product": "tea"},
        good | {"colour": "red"},
    ):
        answer = http.put("/calendar", json={"entries": [bad]})
        assert answer.status_code == 422, answer.text
        assert answer.json()["code"] == "bad-request"
    assert http.get("/calendar").json()["entries"][0]["event"] == "Christmas Eve"
    assert http.get("/calendar", params={"after": "2026-12-24"}).json()["total"] == 0
    assert http.get("/calendar", params={"after": "2026-12-23", "limit": 1}).json()["total"] == 1
    assert http.put("/calendar", json={"entries": []}).json()["total"] == 0


def test_an_entry_is_added_once_moved_while_it_is_as_it_was_read_and_removed(service, http, published):
    http.put("/calendar", json={"entries": []})
    fair = {"first_day": "2026-12-24", "last_day": "2026-12-26", "event": "Fair"}
    moved = fair | {"first_day": "2026-12-25"}
    first, again = (http.post("/calendar/entries", json=fair) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    kept = first.json()
    path = f"/calendar/entries/{kept['id']}"
    headers = {"If-Match": f'"{kept["version"]}"'}
    assert http.put(path, json=moved, headers=headers).json()["first_day"] == "2026-12-25"
    for late in (http.put(path, json=fair, headers=headers), http.delete(path, headers=headers)):
        assert (late.status_code, late.json()["code"]) == (412, "entry-changed")
    bad = http.put(path, json=fair | {"last_day": "2026-12-01"})
    assert (bad.status_code, bad.json()["code"]) == (422, "bad-request")
    listed = http.get("/calendar").json()
    assert ([entry["first_day"] for entry in listed["entries"]], listed["may_edit"]) == (["2026-12-25"], True)
    with ForesailClient.login(service.url, "admin", service.password()) as client:
        client.change_entry(kept["id"], **fair)
        client.remove_entry(kept["id"])
        assert client.effects()["events"] == []
    assert http.delete(path).json()["code"] == "unknown-entry"


def test_the_calendar_goes_out_and_comes_back_as_a_workbook(service, http, published, tmp_path):
    entry = {
        "first_day": "2026-12-24",
        "last_day": "2026-12-26",
        "event": "=Sale",
        "product": None,
        "unit_price": None,
    }
    http.put("/calendar", json={"entries": [entry]})
    with ForesailClient.login(service.url, "admin", service.password()) as client:
        (tmp_path / "a.xlsx").write_bytes(client.calendar_workbook())
        http.put("/calendar", json={"entries": []})
        again = client.replace_calendar(tmp_path / "a.xlsx")
        assert [each | entry for each in again["entries"]] == again["entries"]
        bad = tmp_path / "bad.csv"
        bad.write_text("First Day,Event,Product Name\nsoon,Fair,\n2026-12-24,Fair,\n")
        with pytest.raises(Refused) as refused:
            client.replace_calendar(bad, date_order="day-first")
        assert (refused.value.status, refused.value.code) == (422, "calendar-refused")
        assert "A2" in str(refused.value)
        with pytest.raises(Refused, match="columns"):
            client.replace_calendar(tmp_path / "a.xlsx", columns={})
        bad.write_bytes(b"\x00\x01")
        with pytest.raises(Refused) as refused:
            client.replace_calendar(bad)
        assert refused.value.code == "not-a-workbook"
        with pytest.raises(Refused, match="dayfirst"):
            client.replace_calendar(tmp_path / "a.xlsx", date_order="dayfirst")
    assert http.get("/calendar").json()["entries"] == again["entries"]
    replaced = http.get("/audit", params={"action": "replace calendar"}).json()["entries"]
    assert any((line["before"] or {}).get("kept_as", "") for line in replaced)
    http.put("/calendar", json={"entries": []})
