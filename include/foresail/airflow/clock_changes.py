"""The next night on which clocks change while a schedule is due: its time is skipped, or comes twice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from foresail.airflow import cron_ticks

AHEAD = timedelta(days=366)
STEP = timedelta(minutes=15)
# A schedule that is due as often as this is not told: a run more or less is what it is made of.
OFTEN = timedelta(hours=3)
SKIPPED, REPEATED = "skipped", "repeated"


def find_clock_change(cron: str, timezone: str, since: datetime) -> dict[str, Any] | None:
    """Find the first change of clocks within a year after a time (UTC, naive) that meets a schedule.

    `kind` is SKIPPED or REPEATED, `day` that of the change, `run` when it comes all the same, null where
    that is not within a day.
    """
    zone = ZoneInfo(timezone)
    for moment, before, after in _changes(zone, since):
        first, last = sorted((moment + before, moment + after))
        due = cron_ticks.list_from(cron, "UTC", first - OFTEN, 1)
        if not due or not first <= due[0].replace(tzinfo=None) < last:
            continue
        runs = cron_ticks.list_from(cron, timezone, moment - OFTEN, 1)
        is_soon = bool(runs) and runs[0].astimezone(UTC).replace(tzinfo=None) < moment + timedelta(days=1)
        kind = SKIPPED if after > before else REPEATED
        return {"kind": kind, "day": first.date(), "run": runs[0] if is_soon else None}
    return None


def _changes(zone: ZoneInfo, since: datetime) -> list[tuple[datetime, timedelta, timedelta]]:
    """When (UTC) the clocks of a zone change within a year, by how far they were, and are, ahead of UTC."""
    found, day = [], since.replace(minute=0, second=0, microsecond=0)
    while day < since + AHEAD:
        if _ahead(zone, day) != _ahead(zone, day + timedelta(days=1)):
            moment = day
            while _ahead(zone, moment) == _ahead(zone, day):
                moment += STEP
            found.append((moment, _ahead(zone, day), _ahead(zone, moment)))
        day += timedelta(days=1)
    return found


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
