"""What an edit of a schedule comes to, by Airflow's own timetable, on the days that clocks are changed."""

from datetime import UTC, datetime, timedelta
from functools import cache
from unittest.mock import patch
from zoneinfo import ZoneInfo

from airflow.serialization.definitions.assets import SerializedAsset
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.base import TimeRestriction
from airflow.timetables.trigger import CronTriggerTimetable
from foresail.airflow import cron_ticks
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pendulum import instance
from pendulum import timezone as find_zone

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "UTC",
]
WATCHED = timedelta(hours=40)
PARSED_EVERY = timedelta(minutes=29)


@cache
def changes_of_clocks(zone, year):
    """The hours (UTC) of a year after which its clocks show another offset; new year where there is none."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 365)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]] or hours[:1]


def expected_runs(zone, edited, hours, minute):
    """Once at each of the hours of each day: in an hour that is skipped, after it; of one that is twice, the second."""
    first = edited.astimezone(zone).date() - timedelta(days=1)
    runs = []
    for ahead in range(5):
        day = first + timedelta(days=ahead)
        for hour in hours:
            wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            exists = wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(
                tzinfo=None
            )
            runs.append(wall.replace(fold=int(exists)).astimezone(UTC))
    return sorted({run for run in runs if edited <= run <= edited + WATCHED})


def scheduled_runs(cron, zone, edited, start_date):
    """The runs that Airflow's scheduler starts, which asks the timetable after each and whenever the file was parsed."""
    alone = CronTriggerTimetable(cron, timezone=find_zone(str(zone)))
    model = SerializedAsset("foresail_model", "foresail_model", "asset", {}, [])
    timetable = AssetOrTimeSchedule(timetable=alone, assets=[model])
    restriction = TimeRestriction(earliest=instance(start_date), latest=None, catchup=False)
    runs, interval, moment = [], None, edited
    while moment <= edited + WATCHED:
        with patch("airflow.timetables.trigger.utcnow", lambda moment=moment: instance(moment)):
            info = timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction)
        if info.run_after > moment + PARSED_EVERY:
            moment += PARSED_EVERY
            continue
        runs.append(info.run_after)
        interval, moment = info.data_interval, max(moment, info.run_after)
    return [run for run in runs if run <= edited + WATCHED]


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(
    st.sampled_from(ZONES),
    st.integers(2024, 2037),
    st.integers(0, 1),
    st.integers(-600, 600),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_an_edit_runs_nothing_that_has_passed_and_misses_nothing_on_any_day_of_any_zone(
    zone_name, year, which, minutes, hour, minute
):
    zone = ZoneInfo(zone_name)
    changes = changes_of_clocks(zone, year)
    edited = changes[min(which, len(changes) - 1)] + timedelta(minutes=minutes)
    hours = sorted({hour, 2})
    cron = f"{minute} {','.join(map(str, hours))} * * *"
    start_date = cron_ticks.find_start(cron, zone_name, edited.replace(tzinfo=None))
    assert scheduled_runs(cron, zone, edited, start_date) == expected_runs(zone, edited, hours, minute)


def test_in_an_hour_that_comes_twice_the_run_of_its_second_time_is_still_to_come():
    edited = datetime(2026, 10, 25, 0, 40)  # 2:40 in Berlin, for the first time
    ticks = cron_ticks.list_from("30 2 * * *", "Europe/Berlin", edited, 2)
    assert [tick.isoformat() for tick in ticks] == ["2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00"]


def test_a_cron_is_told_in_words():
    assert cron_ticks.describe("30 6 * * 1") == "At 06:30, only on Monday"
