"""When a cron ticks, and what it means in words: reckoned by Airflow's own timetable."""

from datetime import UTC, datetime, timedelta
from typing import Any

LONGEST_REPEAT = timedelta(hours=4)
"""No clock is put back by more than this."""


def list_from(cron: str, timezone: str, since: datetime, count: int) -> list[datetime]:
    """The first ticks at or after a time (UTC, naive), in their time zone.

    The timetable reads the clock of the wall. In an hour that is repeated it takes what has been for the
    second time for passed, so it is asked from before that hour.
    """
    from airflow.timetables.trigger import CronTriggerTimetable
    from pendulum import instance
    from pendulum import timezone as find_zone

    zone = find_zone(timezone)
    timetable = CronTriggerTimetable(cron, timezone=zone)
    start = instance(since.replace(tzinfo=UTC))
    ticks: list[datetime] = []
    tick = _next(timetable, start - LONGEST_REPEAT)
    while tick is not None and len(ticks) < count:
        if tick.run_after >= start:
            ticks.append(tick.run_after.in_timezone(zone))
        tick = _next(timetable, start, tick.data_interval)
    return ticks


def find_start(cron: str, timezone: str, since: datetime) -> datetime:
    """The start date (UTC) that has the first tick at or after a time (UTC, naive) be a Dag's first.

    That is the tick itself. A timetable that starts with the last tick before clocks are put forward takes
    the next one, though, so it starts a second earlier there.
    """
    from airflow.timetables.trigger import CronTriggerTimetable
    from pendulum import instance

    first = datetime.fromtimestamp(list_from(cron, timezone, since, 1)[0].timestamp(), UTC)
    found = _next(CronTriggerTimetable(cron, timezone=timezone), instance(first))
    return first if found is not None and found.run_after == first else first - timedelta(seconds=1)


def _next(timetable: Any, earliest: Any, last: Any = None) -> Any:
    from airflow.timetables.base import TimeRestriction

    restriction = TimeRestriction(earliest=earliest, latest=None, catchup=True)
    return timetable.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)


def describe(cron: str) -> str:
    """What a cron means, in English; empty where it has no words."""
    from airflow.timetables.trigger import CronTriggerTimetable

    return CronTriggerTimetable(cron, timezone="UTC").description
