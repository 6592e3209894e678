"""Schedules as data: a cron and a time zone, who set them and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from croniter import croniter

from foresail.clock import now
from foresail.errors import BadRequest

EDITABLE = ("foresail_train", "foresail_monitor")
FIELDS = 5


class ScheduleRefused(BadRequest):
    """The cron or the time zone cannot be used."""

    code = "schedule-refused"


@dataclass(frozen=True)
class Schedule:
    """When a Dag runs: five cron fields read in an IANA time zone; `edited_at` is UTC."""

    cron: str
    timezone: str
    edited_by: str
    edited_at: datetime

    def to_json(self) -> dict[str, str]:
        """As it is stored."""
        return {
            "cron": self.cron,
            "timezone": self.timezone,
            "edited_by": self.edited_by,
            "edited_at": self.edited_at.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Schedule":
        """As it was stored."""
        return cls(**{**stored, "edited_at": datetime.fromisoformat(stored["edited_at"])})


def make_schedule(cron: str, timezone: str, edited_by: str) -> Schedule:
    """Check a cron and a time zone; raises ScheduleRefused."""
    cron = " ".join(cron.split())
    if len(cron.split(" ")) != FIELDS or not croniter.is_valid(cron):
        raise ScheduleRefused(
            f"{cron[:80]!r} is no cron.",
            "Write minute, hour, day, month and weekday: '30 6 * * 1' is every Monday at 6:30.",
        )
    try:
        croniter(cron, now()).get_next()
    except (ValueError, KeyError) as error:
        raise ScheduleRefused(f"{cron!r} never comes.", "Choose a day that the month has.") from error
    if timezone not in available_timezones():
        raise ScheduleRefused(
            f"{timezone[:80]!r} is no time zone.", "Use an IANA name such as Europe/Berlin or UTC."
        )
    return Schedule(cron, timezone, edited_by, now())
