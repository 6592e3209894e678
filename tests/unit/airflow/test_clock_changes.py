"""What is told of a schedule that clocks change under."""

from datetime import date, datetime

import pytest
from foresail.airflow.clock_changes import find_clock_change

AUTUMN = datetime(2026, 11, 28)


def test_a_time_that_is_skipped_is_told_with_the_run_that_comes_instead():
    found = find_clock_change("30 2 * * *", "Europe/Berlin", AUTUMN)
    assert (found["kind"], found["day"]) == ("skipped", date(2027, 3, 28))
    assert found["run"].isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_time_that_comes_twice_is_told_with_its_one_run():
    found = find_clock_change("30 1 * * *", "America/New_York", datetime(2027, 4, 1))
    assert (found["kind"], found["day"]) == ("repeated", date(2027, 11, 7))
    assert found["run"].isoformat() == "2027-11-07T01:30:00-05:00"


@pytest.mark.parametrize(
    ("cron", "zone"),
    [
        ("30 2 * * *", "UTC"),
        ("30 6 * * *", "Europe/Berlin"),
        ("0 * * * *", "Europe/Berlin"),
        ("*/15 * * * *", "Europe/Berlin"),
        ("30 2 * * 1", "Europe/Berlin"),
        ("30 2 * * *", "Asia/Tokyo"),
    ],
)
def test_a_schedule_that_no_change_meets_is_told_nothing(cron, zone):
    assert find_clock_change(cron, zone, AUTUMN) is None


def test_a_half_hour_change_counts_too():
    found = find_clock_change("15 2 * * *", "Australia/Lord_Howe", AUTUMN)
    assert found["kind"] in ("skipped", "repeated")
