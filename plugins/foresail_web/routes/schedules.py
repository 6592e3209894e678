"""Schedules: when a Dag runs on its own, and changing it, live within seconds."""

import logging
import time
from collections.abc import Callable
from typing import Any

from anyio import sleep, to_thread
from fastapi import BackgroundTasks, Request, Response
from foresail.actions import schedules as actions
from foresail.actions import ticks
from foresail.queries import schedules as queries

from foresail_web.access import permissions
from foresail_web.access.routing import noun
from foresail_web.airflow.rest_api import Airflow, AirflowApi
from foresail_web.errors import AirflowUnready
from foresail_web.lists import Paged
from foresail_web.preconditions import IfMatch, read_version
from foresail_web.schemas.body import Error
from foresail_web.schemas.schedules import (
    PreviewBody,
    PreviewResponse,
    ScheduleBody,
    ScheduleCollectionResponse,
    ScheduleHistoryResponse,
    ScheduleResponse,
    TickResponse,
)

CHANGED: dict[int | str, dict[str, Any]] = {
    412: {"model": Error, "description": "Someone has changed the schedule since it was read."}
}

PARSED_WITHIN_S, ASKED_EVERY_S = 60, 2
log = logging.getLogger(__name__)

router = noun("/schedules", "schedules")


@router.get("", response_model=ScheduleCollectionResponse, dependencies=[permissions.may_read_training])
def list_schedules() -> dict[str, Any]:
    """Every Dag whose schedule can be edited, with its next five runs."""
    shown = queries.list_schedules()
    return {"total": len(shown), "schedules": shown}


@router.post("/preview", response_model=PreviewResponse, dependencies=[permissions.may_read_training])
def preview_schedule(wanted: PreviewBody, who: permissions.Caller) -> dict[str, Any]:
    """When a schedule would come next, five times, in its time zone; nothing is set."""
    return queries.preview_schedule(wanted.cron, wanted.timezone, who)


@router.get("/{dag_id}", response_model=ScheduleResponse, dependencies=[permissions.may_read_schedule])
def get_schedule(dag_id: str, response: Response) -> dict[str, Any]:
    """The schedule of a Dag and its next five runs, in its time zone."""
    return _tagged(response, queries.read_schedule(dag_id))


@router.put(
    "/{dag_id}",
    response_model=ScheduleResponse,
    responses=CHANGED,
    dependencies=[permissions.may_edit_schedule],
)
async def put_schedule(
    dag_id: str,
    wanted: ScheduleBody,
    who: permissions.Caller,
    airflow: Airflow,
    response: Response,
    later: BackgroundTasks,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Set the schedule of a Dag. It is live within seconds, and a tick that has passed never starts a run."""
    edit = actions.set_schedule, dag_id, wanted.cron, wanted.timezone, who, read_version(if_match)
    shown = await _edited(airflow, later, dag_id, *edit)
    if wanted.is_paused is not None and wanted.is_paused is not shown["is_paused"]:
        if shown["is_paused"]:
            await _forget_missed(airflow, dag_id)
        await to_thread.run_sync(actions.pause, dag_id, wanted.is_paused, who)
        shown = await to_thread.run_sync(queries.read_schedule, dag_id)
    return _tagged(response, shown)


@router.get(
    "/{dag_id}/history", response_model=ScheduleHistoryResponse, dependencies=[permissions.may_read_schedule]
)
def get_schedule_history(dag_id: str, page: Paged) -> dict[str, Any]:
    """Who set the schedule when, and to what, newest first."""
    return queries.read_history(dag_id, page)


@router.post(
    "/{dag_id}/undo",
    response_model=ScheduleResponse,
    responses=CHANGED,
    dependencies=[permissions.may_edit_schedule],
)
async def undo_schedule(
    dag_id: str,
    who: permissions.Caller,
    airflow: Airflow,
    response: Response,
    later: BackgroundTasks,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Set what was set before the last edit; undone again, the edit is back."""
    edit = actions.undo, dag_id, who, read_version(if_match)
    return _tagged(response, await _edited(airflow, later, dag_id, *edit))


@router.post("/{dag_id}/tick", response_model=TickResponse, dependencies=[permissions.may_tick])
async def tick_schedule(dag_id: str, request: Request) -> dict[str, Any]:
    """Start the run of a tick, once, though Airflow ticks too. Cloud Scheduler alone calls it."""
    moment = request.headers.get("x-cloudscheduler-scheduletime", "")
    outcome = await to_thread.run_sync(ticks.tick, dag_id, moment)
    return {"dag_id": dag_id, "outcome": outcome}


async def _edited(
    airflow: AirflowApi, later: BackgroundTasks, dag_id: str, edit: Callable[..., None], *arguments: Any
) -> dict[str, Any]:
    await to_thread.run_sync(edit, *arguments)
    await airflow.parse_again(dag_id)
    later.add_task(_see_it_live, airflow, dag_id)
    await to_thread.run_sync(ticks.mirror, dag_id)
    return await to_thread.run_sync(queries.read_schedule, dag_id)


async def _forget_missed(airflow: AirflowApi, dag_id: str) -> None:
    """Have the ticks that a paused Dag has missed start no run; raises AirflowUnready, and it stays paused.

    Airflow reckons the next run when it parses the Dag's file, and would start the last missed one at once.
    """
    await to_thread.run_sync(actions.start_from_now, dag_id)
    if not await _is_live(airflow, dag_id):
        raise AirflowUnready(
            f"Airflow has not read the schedule of {dag_id} again; it is still paused.",
            "See that the Dag processor runs, then resume it again.",
        )


async def _see_it_live(airflow: AirflowApi, dag_id: str) -> None:
    """Look whether what Airflow has just been asked to read was read, and ask again where it was lost."""
    await sleep(ASKED_EVERY_S)
    try:
        if not await _is_live(airflow, dag_id):
            log.warning("Airflow has not read the schedule of %s in %s s.", dag_id, PARSED_WITHIN_S)
    except AirflowUnready as unready:
        log.warning("%s", unready.message)


async def _is_live(airflow: AirflowApi, dag_id: str) -> bool:
    """Have Airflow read the stored schedule of a Dag; False where it has not within PARSED_WITHIN_S.

    What Airflow is asked while it parses the Dag's file already is lost, so it is asked again.
    """
    deadline = time.monotonic() + PARSED_WITHIN_S
    while not await to_thread.run_sync(queries.is_live, dag_id):
        if time.monotonic() > deadline:
            return False
        await airflow.parse_again(dag_id)
        await sleep(ASKED_EVERY_S)
    return True


def _tagged(response: Response, schedule: dict[str, Any]) -> dict[str, Any]:
    response.headers["ETag"] = f'"{schedule["version"]}"'
    return schedule
