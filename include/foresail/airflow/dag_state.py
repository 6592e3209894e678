"""What Airflow goes by: whether a Dag is paused, whether its stored schedule is live; in an api-server."""

from dataclasses import replace
from datetime import UTC
from typing import Any

from foresail.airflow import cron_ticks, schedules
from foresail.airflow.schedules import Stored


def read_current(dag_id: str) -> Stored:
    """What is stored of a Dag's schedule, and whether it is paused."""
    return replace(schedules.read_stored(dag_id), is_paused=is_paused(dag_id))


def is_paused(dag_id: str) -> bool:
    """Whether a Dag is paused; one that Airflow does not know yet is not."""
    dag = _find(dag_id)
    return dag is not None and bool(dag.is_paused)


def set_paused(dag_id: str, wanted: bool) -> None:
    """Pause a Dag, or resume it."""
    from airflow.models.dag import DagModel
    from airflow.utils.session import create_session

    with create_session() as session:
        dag = session.get(DagModel, dag_id)
        if dag is not None:
            dag.is_paused = wanted


def is_live(dag_id: str) -> bool:
    """Whether Airflow, which reads it when it parses the Dag's file, goes by the schedule that is stored.

    Its next run is then the first tick since the schedule was edited or resumed, or a later one. The summary
    that Airflow tells has no time zone, so the next run must be a tick of the cron in its own.
    """
    dag, schedule = _find(dag_id), schedules.read_schedule(dag_id)
    if dag is None or schedule is None:
        return dag is None or dag.next_dagrun_create_after is None
    first = cron_ticks.find_start(schedule.cron, schedule.timezone, schedule.starts_at)
    due = dag.next_dagrun_create_after
    if due is None or due < first or schedule.cron not in (dag.timetable_summary or ""):
        return False
    since = due.astimezone(UTC).replace(tzinfo=None)
    return cron_ticks.list_from(schedule.cron, schedule.timezone, since, 1)[0] == due


def _find(dag_id: str) -> Any:
    from airflow.models.dag import DagModel

    return DagModel.get_current(dag_id)
