"""Schedules: when a Dag runs on its own, and changing it, live within seconds."""

from dataclasses import asdict
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from foresail import deployment, schedules
from foresail.errors import NotFound
from foresail.warehouse import audit
from foresail.warehouse.connecting import writing

from foresail_web import guards
from foresail_web.airflow_api import Airflow
from foresail_web.models.schedules import ScheduleBody, ScheduleResponse

router = APIRouter(prefix="/schedules", tags=["schedules"])
RUNS_SHOWN = 5


@router.get("/{dag_id}", response_model=ScheduleResponse, dependencies=[guards.may_read_schedules])
def get_schedule(dag_id: str) -> dict[str, Any]:
    """The schedule of a Dag and its next five runs, in its time zone."""
    _check_editable(dag_id)
    return _shown(dag_id, deployment.read_schedule(dag_id))


@router.put("/{dag_id}", response_model=ScheduleResponse, dependencies=[guards.may_edit_schedules])
async def put_schedule(
    dag_id: str, wanted: ScheduleBody, who: guards.Caller, airflow: Airflow
) -> dict[str, Any]:
    """Set the schedule of a Dag. It is live within seconds, and a tick that has passed never starts a run."""
    _check_editable(dag_id)
    schedule = schedules.make_schedule(wanted.cron, wanted.timezone, who)
    await to_thread.run_sync(_write, dag_id, schedule)
    await airflow.parse_again(dag_id)
    return _shown(dag_id, schedule)


def _write(dag_id: str, schedule: schedules.Schedule) -> None:
    before = deployment.read_schedule(dag_id)
    with writing(deployment.warehouse()) as connection:
        audit.record(
            connection,
            schedule.edited_by,
            "set schedule",
            dag_id,
            before=before.to_json() if before else None,
            after=schedule.to_json(),
        )
        deployment.write_schedule(dag_id, schedule)


def _check_editable(dag_id: str) -> None:
    if dag_id not in schedules.EDITABLE:
        raise NotFound(
            f"{dag_id[:80]!r} has no schedule that can be edited.", f"Use {', '.join(schedules.EDITABLE)}."
        )


def _shown(dag_id: str, schedule: schedules.Schedule | None) -> dict[str, Any]:
    empty = {"cron": None, "timezone": None, "edited_by": None, "edited_at": None}
    runs = deployment.next_runs(schedule, RUNS_SHOWN) if schedule else []
    return {"dag_id": dag_id, **(asdict(schedule) if schedule else empty), "next_runs": runs}
