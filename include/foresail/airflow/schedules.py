"""Schedules as data: a cron and a time zone, who set them and when; in a Variable that the Dag reads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

from airflow.sdk import Asset, AssetOrTimeSchedule, CronTriggerTimetable, Variable
from croniter import croniter

from foresail.clock import now
from foresail.dag_ids import EDITABLE
from foresail.errors import BadRequest, NotFound

FIELDS = 5
AUDITED_AS = "set schedule"
"""The action of its edits in the audit log, which is their history."""


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
            f"{cron[:80]!r} is not a valid cron expression.",
            "Write minute, hour, day, month and weekday: '30 6 * * 1' is every Monday at 6:30.",
        )
    try:
        croniter(cron, now()).get_next()
    except (ValueError, KeyError) as error:
        raise ScheduleRefused(f"{cron!r} never occurs.", "Choose a day that exists in that month.") from error
    if timezone not in available_timezones():
        raise ScheduleRefused(
            f"{timezone[:80]!r} is not a known time zone.", "Use an IANA name such as Europe/Berlin or UTC."
        )
    return Schedule(cron, timezone, edited_by, now())


def check_editable(dag_id: str) -> None:
    """Raise NotFound for a Dag that has no schedule of its own."""
    if dag_id not in EDITABLE:
        raise NotFound(f"{dag_id[:80]!r} has no editable schedule.", f"Use {', '.join(EDITABLE)}.")


def _variable(dag_id: str) -> str:
    return f"foresail_schedule_{dag_id}"


def read_schedule(dag_id: str) -> Schedule | None:
    """The schedule that was set for a Dag, if one was."""
    stored = Variable.get(_variable(dag_id), default=None, deserialize_json=True)
    return Schedule.from_json(stored) if stored else None


def write_schedule(dag_id: str, schedule: Schedule | None) -> None:
    """Set a Dag's schedule, or none; live once Airflow has parsed the Dag's file again."""
    from airflow.models import Variable as ServerVariable

    if schedule is None:
        ServerVariable.delete(_variable(dag_id))
    else:
        ServerVariable.set(_variable(dag_id), schedule.to_json(), serialize_json=True)


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

    The Dag starts when its schedule was edited, so a tick that has passed never starts a run. Empty where no
    schedule is set.
    """
    schedule = read_schedule(dag_id)
    if schedule is None:
        return {}
    cron = CronTriggerTimetable(schedule.cron, timezone=schedule.timezone)
    timetable = AssetOrTimeSchedule(timetable=cron, assets=[asset])
    return {"schedule": timetable, "start_date": schedule.edited_at.replace(tzinfo=UTC)}


def next_runs(schedule: Schedule, count: int) -> list[datetime]:
    """The next ticks of a schedule, in its time zone, reckoned by Airflow's own timetable."""
    from airflow.timetables.base import TimeRestriction
    from airflow.timetables.trigger import CronTriggerTimetable as ServerTimetable
    from pendulum import now, timezone

    zone = timezone(schedule.timezone)
    timetable = ServerTimetable(schedule.cron, timezone=zone)
    restriction = TimeRestriction(earliest=now("UTC"), latest=None, catchup=True)
    ticks: list[datetime] = []
    interval = None
    for _ in range(count):
        info = timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction)
        if info is None:
            break
        interval = info.data_interval
        ticks.append(info.run_after.in_timezone(zone))
    return ticks
