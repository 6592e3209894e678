"""Schedules as data: a cron and a time zone, who set them and when; in a Variable that the Dag reads."""

import hashlib
import itertools
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, Variable
from airflow.utils.dates import cron_presets
from croniter import croniter

from foresail.airflow import cron_ticks
from foresail.clock import now
from foresail.dag_ids import EDITABLE
from foresail.errors import BadRequest, NotFound

FIELDS = 5
CLOSEST = timedelta(minutes=5)
"""How close two runs of a schedule may lie."""
TICKS_LOOKED_AT = 300
log = logging.getLogger(__name__)
AUDITED_AS = "set schedule"
"""The action of its edits in the audit log, which is their history."""
PAUSED_AS = "pause schedule"
"""The action of pausing and resuming in the audit log."""


class ScheduleRefused(BadRequest):
    """The cron or the time zone cannot be used."""

    code = "schedule-refused"


@dataclass(frozen=True)
class Schedule:
    """When a Dag runs: five cron fields read in an IANA time zone; times are UTC."""

    cron: str
    timezone: str
    edited_by: str
    edited_at: datetime
    resumed_at: datetime | None = None
    """When it was resumed last, where it was paused since it was edited."""

    @property
    def starts_at(self) -> datetime:
        """Ticks before this start no run."""
        return max(self.edited_at, self.resumed_at or self.edited_at)

    def to_json(self) -> dict[str, str]:
        """As it is stored."""
        said = {
            "cron": self.cron,
            "timezone": self.timezone,
            "edited_by": self.edited_by,
            "edited_at": self.edited_at.isoformat(),
        }
        return said | ({"resumed_at": self.resumed_at.isoformat()} if self.resumed_at else {})

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Schedule":
        """As it was stored."""
        moments = {name: datetime.fromisoformat(stored[name]) for name in stored if name.endswith("_at")}
        return cls(**{**stored, **moments})

    def means(self, other: "Schedule | None") -> bool:
        """Whether another says the same, whoever set it."""
        return other is not None and (self.cron, self.timezone) == (other.cron, other.timezone)


@dataclass(frozen=True)
class Stored:
    """What is stored of a Dag's schedule; `unreadable` says why it cannot be used, and then there is none."""

    text: str | None = None
    schedule: Schedule | None = None
    unreadable: str | None = None
    is_paused: bool = False
    """Whether Airflow starts no run of the Dag; only an api-server knows it."""

    @property
    def version(self) -> str:
        """Changes with each edit; `0` where nothing is stored and the Dag is not paused."""
        if self.text is None and not self.is_paused:
            return "0"
        return hashlib.sha256(json.dumps([self.text, self.is_paused]).encode()).hexdigest()[:16]


def make_schedule(cron: str, timezone: str, edited_by: str) -> Schedule:
    """Check a cron, or one of Airflow's presets such as @daily, and a time zone; raises ScheduleRefused."""
    cron = " ".join(cron.split())
    cron = cron_presets.get(cron.lower(), cron)
    if len(cron.split(" ")) != FIELDS or not croniter.is_valid(cron):
        raise ScheduleRefused(
            f"{cron[:80]!r} is not a valid cron expression.",
            "Write minute, hour, day, month and weekday ('30 6 * * 1' is every Monday at 6:30), "
            f"or one of {', '.join(cron_presets)}.",
        )
    _check_ticks(cron)
    if timezone not in available_timezones():
        raise ScheduleRefused(
            f"{timezone[:80]!r} is not a known time zone.", "Use an IANA name such as Europe/Berlin or UTC."
        )
    return Schedule(cron, timezone, edited_by, now())


def _check_ticks(cron: str) -> None:
    """Raise ScheduleRefused for a cron that never occurs, or more than once in five minutes."""
    walk = croniter(cron, datetime(2026, 1, 1))
    try:
        occurs = [walk.get_next(datetime) for _ in range(TICKS_LOOKED_AT)]
    except (ValueError, KeyError) as error:
        raise ScheduleRefused(f"{cron!r} never occurs.", "Choose a day that exists in that month.") from error
    for first, second in itertools.pairwise(occurs):
        if second - first < CLOSEST:
            raise ScheduleRefused(
                f"{cron!r} occurs more than once in 5 minutes: at {first:%H:%M} and at {second:%H:%M}.",
                "Leave at least 5 minutes between two runs: '*/5 * * * *' is every 5 minutes.",
            )


def check_editable(dag_id: str) -> None:
    """Raise NotFound for a Dag that has no schedule of its own."""
    if dag_id not in EDITABLE:
        raise NotFound(f"{dag_id[:80]!r} has no editable schedule.", f"Use {', '.join(EDITABLE)}.")


def _variable(dag_id: str) -> str:
    return f"foresail_schedule_{dag_id}"


def read_stored(dag_id: str) -> Stored:
    """What is stored of a Dag's schedule; what cannot be read is told in the log, and counts as none."""
    text = Variable.get(_variable(dag_id), default=None)
    if text is None:
        return Stored()
    try:
        kept = Schedule.from_json(json.loads(text))
        make_schedule(kept.cron, kept.timezone, kept.edited_by)
    except ScheduleRefused as error:
        return _unreadable(dag_id, text, error.message)
    except (ValueError, TypeError, KeyError, AttributeError):
        return _unreadable(dag_id, text, "It is not as Foresail stores schedules.")
    return Stored(text, kept)


def _unreadable(dag_id: str, text: str, reason: str) -> Stored:
    log.warning(
        "The schedule that is stored for %s cannot be used: %s It has none until one is set.", dag_id, reason
    )
    return Stored(text, unreadable=reason)


def read_schedule(dag_id: str) -> Schedule | None:
    """The schedule that was set for a Dag, if one was that can be read."""
    return read_stored(dag_id).schedule


def write_schedule(dag_id: str, schedule: Schedule | None) -> None:
    """Set a Dag's schedule, or none; live once Airflow has parsed the Dag's file again."""
    write_text(dag_id, None if schedule is None else json.dumps(schedule.to_json()))


def write_text(dag_id: str, text: str | None) -> None:
    """Store a schedule as it is written down, or none."""
    from airflow.models import Variable as ServerVariable

    if text is None:
        ServerVariable.delete(_variable(dag_id))
    else:
        ServerVariable.set(_variable(dag_id), text)


@dataclass(frozen=True)
class Mirror:
    """Why Cloud Scheduler could not be told of a schedule, and when (UTC)."""

    failed: str
    at: datetime


def read_mirror(dag_id: str) -> Mirror | None:
    """Why the mirror of a Dag's schedule failed last; None where it did not."""
    stored = Variable.get(_mirror(dag_id), default=None, deserialize_json=True)
    return Mirror(stored["failed"], datetime.fromisoformat(stored["at"])) if stored else None


def write_mirror(dag_id: str, mirror: Mirror | None, in_task: bool = False) -> None:
    """Keep why a mirror failed, or that it did not; a task has no database and asks the api-server."""
    if in_task:
        variable: Any = Variable
    else:
        from airflow.models import Variable as variable
    if mirror is not None:
        content = {"failed": mirror.failed, "at": mirror.at.isoformat()}
        variable.set(_mirror(dag_id), content, serialize_json=True)
    elif read_mirror(dag_id) is not None:
        variable.delete(_mirror(dag_id))


def _mirror(dag_id: str) -> str:
    return f"foresail_mirror_{dag_id}"


def schedule_arguments(dag_id: str, asset: Asset) -> dict[str, Any]:
    """The `schedule` and `start_date` of a Dag that runs on an Asset and on its own editable cron.

    The Dag starts with the first tick after its schedule was edited or resumed, so a tick that has passed
    never starts a run. Empty where no schedule is set, or the one that is stored cannot be read.
    """
    schedule = read_schedule(dag_id)
    if schedule is None:
        return {}
    cron = CronTriggerTimetable(schedule.cron, timezone=schedule.timezone)
    timetable = AssetOrTimeSchedule(timetable=cron, assets=[asset])
    start = cron_ticks.find_start(schedule.cron, schedule.timezone, schedule.starts_at)
    return {"schedule": timetable, "start_date": start}


def next_runs(schedule: Schedule, count: int) -> list[datetime]:
    """The next ticks of a schedule, in its time zone."""
    return cron_ticks.list_from(schedule.cron, schedule.timezone, now(), count)
