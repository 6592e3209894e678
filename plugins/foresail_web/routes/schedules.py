"""Schedules: when a Dag runs on its own, and changing it, live within seconds."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from anyio import to_thread
from foresail import deployment, schedules, scheduling
from foresail.warehouse.connecting import reading

from foresail_web import guards
from foresail_web.airflow_api import Airflow, AirflowApi
from foresail_web.lists import Paged
from foresail_web.models.schedules import (
    PreviewBody,
    PreviewResponse,
    ScheduleBody,
    ScheduleCollectionResponse,
    ScheduleHistoryResponse,
    ScheduleResponse,
)
from foresail_web.routing import noun

router = noun("/schedules", "schedules")
RUNS_SHOWN = 5


@router.get("", response_model=ScheduleCollectionResponse, dependencies=[guards.may_read_training])
def list_schedules() -> dict[str, Any]:
    """Every Dag whose schedule can be edited, with its next five runs."""
    shown = [_shown(dag_id) for dag_id in schedules.EDITABLE]
    return {"total": len(shown), "schedules": shown}


@router.post("/preview", response_model=PreviewResponse, dependencies=[guards.may_read_training])
def preview_schedule(wanted: PreviewBody, who: guards.Caller) -> dict[str, Any]:
    """When a schedule would come next, five times, in its time zone; nothing is set."""
    schedule = schedules.make_schedule(wanted.cron, wanted.timezone, who)
    return {**asdict(schedule), "next_runs": deployment.next_runs(schedule, RUNS_SHOWN)}


@router.get("/{dag_id}", response_model=ScheduleResponse, dependencies=[guards.may_read_schedule])
def get_schedule(dag_id: str) -> dict[str, Any]:
    """The schedule of a Dag and its next five runs, in its time zone."""
    scheduling.check_editable(dag_id)
    return _shown(dag_id)


@router.put("/{dag_id}", response_model=ScheduleResponse, dependencies=[guards.may_edit_schedule])
async def put_schedule(
    dag_id: str, wanted: ScheduleBody, who: guards.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Set the schedule of a Dag. It is live within seconds, and a tick that has passed never starts a run."""
    edit = scheduling.set_schedule, dag_id, wanted.cron, wanted.timezone, who
    return await _edited(airflow, dag_id, *edit)


@router.get(
    "/{dag_id}/history", response_model=ScheduleHistoryResponse, dependencies=[guards.may_read_schedule]
)
def get_schedule_history(dag_id: str, page: Paged) -> dict[str, Any]:
    """Who set the schedule when, and to what, newest first."""
    with reading(deployment.warehouse()) as connection:
        return scheduling.read_history(connection, dag_id, page)


@router.post("/{dag_id}/undo", response_model=ScheduleResponse, dependencies=[guards.may_edit_schedule])
async def undo_schedule(dag_id: str, who: guards.Caller, airflow: Airflow) -> dict[str, Any]:
    """Set what was set before the last edit; undone again, the edit is back."""
    return await _edited(airflow, dag_id, scheduling.undo, dag_id, who)


async def _edited(
    airflow: AirflowApi, dag_id: str, edit: Callable[..., None], *arguments: Any
) -> dict[str, Any]:
    await to_thread.run_sync(edit, *arguments)
    await airflow.parse_again(dag_id)
    return await to_thread.run_sync(_shown, dag_id)


def _shown(dag_id: str) -> dict[str, Any]:
    schedule = deployment.read_schedule(dag_id)
    empty = {"cron": None, "timezone": None, "edited_by": None, "edited_at": None}
    runs = deployment.next_runs(schedule, RUNS_SHOWN) if schedule else []
    return {"dag_id": dag_id, **(asdict(schedule) if schedule else empty), "next_runs": runs}
