"""Cloud Scheduler: it is told of each edited schedule, and its calls start runs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter

from foresail.airflow import schedules, ticking
from foresail.airflow.schedules import Mirror, check_editable
from foresail.clock import now
from foresail.errors import BadRequest, CallerUnknown, ForesailError
from foresail.settings import settings

OLDEST = timedelta(hours=6)
"""A tick that comes later than this is left to the next one."""


def check_caller(token: str) -> None:
    """Raise CallerUnknown unless Cloud Scheduler calls, in the name of the account of the settings."""
    wanted = settings()
    if not wanted.cloud_scheduler or not token:
        raise CallerUnknown("Nobody may tick schedules here.", "Set FORESAIL_CLOUD_SCHEDULER.")
    from foresail.google.callers import check_token

    audience, account = wanted.cloud_scheduler_url.rstrip("/"), wanted.cloud_scheduler_account
    check_token(token, audience, account, wanted.google_endpoint("oauth2"))


def tick(dag_id: str, moment: str) -> str:
    """Start the run of a tick, once; returns what was done. Raises NotFound and BadRequest.

    A tick that the schedule does not have (any more) starts nothing: the mirror may lag behind an edit.
    """
    check_editable(dag_id)
    try:
        at = datetime.fromisoformat(moment).astimezone(UTC)
    except ValueError as error:
        raise BadRequest(f"{moment[:40]!r} is no moment.", "Cloud Scheduler sends it.") from error
    schedule = schedules.read_schedule(dag_id)
    if schedule is None or not _is_tick(schedule, at):
        return "not a tick of the schedule"
    return "started" if ticking.start_run(dag_id, at) else "there already"


def _is_tick(schedule: schedules.Schedule, at: datetime) -> bool:
    """Whether the schedule ticked at a moment that is not long past, and after its last edit."""
    current = now()
    starts = schedule.starts_at.replace(tzinfo=UTC)
    is_due = starts <= at <= current.replace(tzinfo=UTC) + timedelta(minutes=1)
    is_fresh = at >= current.replace(tzinfo=UTC) - OLDEST
    local = at.astimezone(ZoneInfo(schedule.timezone))
    return is_due and is_fresh and not local.second and bool(croniter.match(schedule.cron, local))


def mirror(dag_id: str) -> None:
    """Tell Cloud Scheduler of a Dag's schedule, where that is set; a failure is kept, to be shown."""
    if not settings().cloud_scheduler:
        return
    from foresail.google import mirroring

    try:
        mirroring.mirror(dag_id)
    except ForesailError as error:
        schedules.write_mirror(dag_id, Mirror(str(error), now()))
    else:
        schedules.write_mirror(dag_id, None)
