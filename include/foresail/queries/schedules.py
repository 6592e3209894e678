"""Reads the schedules: their cron, their next runs and their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from foresail.airflow import cron_ticks, dag_state, schedules
from foresail.airflow.clock_changes import find_clock_change
from foresail.airflow.schedules import Schedule, check_editable, make_schedule
from foresail.clock import now
from foresail.dag_ids import EDITABLE
from foresail.paging import Page
from foresail.queries.transaction import question
from foresail.warehouse import audit

RUNS_SHOWN = 5
NOTHING: dict[str, Any] = {"cron": None, "timezone": None, "edited_by": None, "edited_at": None}


def list_schedules() -> list[dict[str, Any]]:
    """Every Dag whose schedule can be edited, with its next runs."""
    return [read_schedule(dag_id) for dag_id in EDITABLE]


def read_schedule(dag_id: str) -> dict[str, Any]:
    """The schedule of a Dag and its next runs, none while it is paused, in its time zone; raises NotFound."""
    check_editable(dag_id)
    stored = dag_state.read_current(dag_id)
    schedule = stored.schedule
    shown = vars(schedule) if schedule else NOTHING
    failed = schedules.read_mirror(dag_id)
    return {
        "dag_id": dag_id,
        **shown,
        "version": stored.version,
        "unreadable": stored.unreadable,
        "is_paused": stored.is_paused,
        "meaning": schedule and cron_ticks.describe(schedule.cron),
        "next_runs": [] if stored.is_paused else _next_runs(schedule),
        "clock_change": None if stored.is_paused or schedule is None else _next_change(schedule),
        "mirror_failed": failed and failed.failed,
        "mirror_failed_at": failed and failed.at,
    }


def preview_schedule(cron: str, timezone: str, who: str) -> dict[str, Any]:
    """When a schedule would come next, in its time zone; raises ScheduleRefused."""
    schedule = make_schedule(cron, timezone, who)
    return {
        **vars(schedule),
        "meaning": cron_ticks.describe(schedule.cron),
        "next_runs": _next_runs(schedule),
        "clock_change": _next_change(schedule),
    }


def is_live(dag_id: str) -> bool:
    """Whether Airflow goes by the schedule that is stored for a Dag, and starts no run for a passed tick."""
    return dag_state.is_live(dag_id)


def _next_runs(schedule: Schedule | None) -> list[datetime]:
    return schedules.next_runs(schedule, RUNS_SHOWN) if schedule else []


def _next_change(schedule: Schedule) -> dict[str, Any] | None:
    return find_clock_change(schedule.cron, schedule.timezone, now())


@question
def read_history(connection: Connection, dag_id: str, page: Page) -> dict[str, Any]:
    """The edits of a Dag's schedule, pauses among them, newest first: total and one page; raises NotFound."""
    check_editable(dag_id)
    actions = (schedules.AUDITED_AS, schedules.PAUSED_AS)
    found = audit.search(connection, page, action=actions, subject=dag_id)
    return {"total": found["total"], "edits": found["entries"]}
