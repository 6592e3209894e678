from datetime import datetime

import pytest
from foresail.airflow.schedules import Schedule, ScheduleRefused, make_schedule


def test_a_weekly_cron_stays_weekly_and_keeps_its_zone():
    schedule = make_schedule(" 30 6 * *  1 ", "Europe/Berlin", "ann")
    assert (schedule.cron, schedule.timezone, schedule.edited_by) == ("30 6 * * 1", "Europe/Berlin", "ann")


@pytest.mark.parametrize(
    "cron", ["", "daily", "* * * *", "* * * * * *", "61 * * * *", "@daily", "0 0 31 2 *"]
)
def test_a_cron_that_cannot_be_is_refused_saying_how_to_write_one(cron):
    with pytest.raises(ScheduleRefused) as refused:
        make_schedule(cron, "UTC", "ann")
    assert refused.value.hint


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "CEST"])
def test_a_time_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(ScheduleRefused, match="not a known time zone"):
        make_schedule("0 0 * * *", zone, "ann")


def test_a_schedule_survives_being_stored():
    schedule = Schedule("0 0 * * *", "UTC", "ann", datetime(2026, 3, 1, 12))
    assert Schedule.from_json(schedule.to_json()) == schedule
