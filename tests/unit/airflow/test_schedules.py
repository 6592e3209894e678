import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from airflow.sdk import Asset
from foresail.airflow.schedules import (
    Schedule,
    ScheduleRefused,
    make_schedule,
    read_stored,
    schedule_arguments,
)
from foresail.dag_ids import EDITABLE, TRAIN


def test_a_weekly_cron_stays_weekly_and_keeps_its_zone():
    schedule = make_schedule(" 30 6 * *  1 ", "Europe/Berlin", "ann")
    assert (schedule.cron, schedule.timezone, schedule.edited_by) == ("30 6 * * 1", "Europe/Berlin", "ann")


@pytest.mark.parametrize(
    "cron", ["", "daily", "* * * *", "* * * * * *", "61 * * * *", "@reboot", "@", "0 0 31 2 *"]
)
def test_a_cron_that_cannot_be_is_refused_saying_how_to_write_one(cron):
    with pytest.raises(ScheduleRefused) as refused:
        make_schedule(cron, "UTC", "ann")
    assert refused.value.hint


@pytest.mark.parametrize(
    ("preset", "cron"),
    [("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), (" @Weekly ", "0 0 * * 0"), ("@monthly", "0 0 1 * *"),
     ("@quarterly", "0 0 1 */3 *"), ("@yearly", "0 0 1 1 *")],
)  # fmt: skip
def test_a_preset_is_stored_as_the_cron_that_it_stands_for(preset, cron):
    assert make_schedule(preset, "UTC", "ann").cron == cron


@pytest.mark.parametrize("dag_id", EDITABLE)
def test_a_schedule_runs_besides_the_assets_and_starts_when_it_was_edited_or_resumed(dag_id, monkeypatch):
    stored = Schedule("0 5 * * *", "UTC", "ann", datetime(2026, 3, 1, 12))
    asset = Asset("foresail_model")
    for schedule, day in ((stored, 2), (replace(stored, resumed_at=datetime(2026, 3, 9, 4)), 9)):
        monkeypatch.setenv(f"AIRFLOW_VAR_FORESAIL_SCHEDULE_{dag_id.upper()}", json.dumps(schedule.to_json()))
        found = schedule_arguments(dag_id, asset)
        assert found["start_date"] == datetime(2026, 3, day, 5, tzinfo=UTC)
        assert found["schedule"].timetable.expression == "0 5 * * *"
        assert found["schedule"].asset_condition.objects == (asset,)


@pytest.mark.parametrize(
    "cron", ["* * * * *", "*/4 * * * *", "*/7 * * * *", "58,0 * * * *", "0,59 0,23 * * 1,2"]
)
def test_more_than_one_run_in_five_minutes_is_refused_naming_two(cron):
    with pytest.raises(ScheduleRefused, match=r"more than once in 5 minutes: at \d\d:\d\d and at \d\d:\d\d"):
        make_schedule(cron, "UTC", "ann")


@pytest.mark.parametrize("cron", ["*/5 * * * *", "0 0 29 2 *", "0,30 8-18 * * 1-5"])
def test_a_cron_of_at_least_five_minutes_between_runs_is_taken(cron):
    assert make_schedule(cron, "UTC", "ann").cron == cron


@pytest.mark.parametrize(
    "stored",
    ["not json", "[1]", "null", "{}", '{"cron": "0 5 * * *", "timezone": "UTC", "edited_by": "ann", "edited_at": "soon"}',
     json.dumps(Schedule("0 5 * * *", "Mars", "ann", datetime(2026, 3, 1)).to_json())],
)  # fmt: skip
def test_a_stored_schedule_that_cannot_be_read_counts_as_none_and_is_told(stored, monkeypatch, caplog):
    monkeypatch.setenv("AIRFLOW_VAR_FORESAIL_SCHEDULE_FORESAIL_TRAIN", stored)
    found = read_stored(TRAIN)
    assert found.schedule is None and found.unreadable and found.version != "0"
    assert "foresail_train cannot be used" in caplog.text
    assert schedule_arguments(TRAIN, Asset("foresail_sales")) == {}


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "CEST"])
def test_a_time_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(ScheduleRefused, match="not a known time zone"):
        make_schedule("0 0 * * *", zone, "ann")


def test_a_schedule_survives_being_stored():
    schedule = Schedule("0 0 * * *", "UTC", "ann", datetime(2026, 3, 1, 12))
    resumed = replace(schedule, resumed_at=datetime(2026, 3, 2, 12))
    assert [Schedule.from_json(one.to_json()) for one in (schedule, resumed)] == [schedule, resumed]
