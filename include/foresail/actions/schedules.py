"""Sets, removes, restores, pauses and resumes schedules: each edit is in the audit log, their history."""

from dataclasses import replace
from functools import partial
from typing import Any

from foresail.actions.unit import Change, bookkeeping, change
from foresail.airflow import dag_state, schedules
from foresail.airflow.schedules import (
    AUDITED_AS,
    PAUSED_AS,
    Schedule,
    Stored,
    check_editable,
    make_schedule,
)
from foresail.clock import now
from foresail.errors import NothingToUndo, ScheduleChanged
from foresail.paging import Page
from foresail.warehouse import audit, locks


def set_schedule(dag_id: str, cron: str | None, timezone: str, who: str, version: str | None = None) -> None:
    """Set a Dag's schedule; without a cron it runs only as its Assets come. What is set already stays.

    Raises NotFound, ScheduleRefused, or ScheduleChanged where `version` is no longer that of the schedule.
    """
    check_editable(dag_id)
    schedule = None if cron is None else make_schedule(cron, timezone, who)
    with change(who) as made:
        known = _lock(made, dag_id, version)
        is_same = known.text is None if schedule is None else schedule.means(known.schedule)
        if is_same:
            made.is_void = True
        else:
            _write(made, dag_id, known, schedule)


def undo(dag_id: str, who: str, version: str | None = None) -> None:
    """Set what was set before the last edit; undone again, the edit is back.

    Raises NotFound, NothingToUndo, or ScheduleChanged where `version` is no longer that of the schedule.
    """
    check_editable(dag_id)
    with change(who) as made:
        known = _lock(made, dag_id, version)
        found = audit.search(made.connection, Page(limit=1), action=AUDITED_AS, subject=dag_id)
        if not found["entries"]:
            raise NothingToUndo(f"The schedule of {dag_id} has never been edited.", "Set one first.")
        before: dict[str, Any] | None = found["entries"][0]["before"]
        schedule = None if before is None else make_schedule(before["cron"], before["timezone"], who)
        _write(made, dag_id, known, schedule)


def pause(dag_id: str, is_paused: bool, who: str) -> None:
    """Pause a Dag, so that nothing starts a run of it on its own, or resume it. Raises NotFound."""
    check_editable(dag_id)
    with change(who) as made:
        known = _lock(made, dag_id, None)
        if known.is_paused is is_paused:
            made.is_void = True
            return
        made.log(PAUSED_AS, dag_id, before={"is_paused": not is_paused}, after={"is_paused": is_paused})
        made.outside(
            partial(dag_state.set_paused, dag_id, is_paused),
            partial(dag_state.set_paused, dag_id, not is_paused),
        )


def start_from_now(dag_id: str) -> None:
    """Have the ticks that a paused Dag has missed start no run once it is resumed.

    It holds once Airflow has parsed the Dag's file again.
    """
    with bookkeeping() as connection:
        locks.hold(connection, "schedules")
        known = dag_state.read_current(dag_id)
        if known.is_paused and known.schedule is not None:
            schedules.write_schedule(dag_id, replace(known.schedule, resumed_at=now()))


def _lock(made: Change, dag_id: str, version: str | None) -> Stored:
    """What is stored, which nobody else can change until this change ends."""
    locks.hold(made.connection, "schedules")
    known = dag_state.read_current(dag_id)
    if version is not None and version != known.version:
        by = f"{known.schedule.edited_by} has" if known.schedule else "Someone has"
        raise ScheduleChanged(
            f"{by} changed the schedule of {dag_id} since you opened it; your change was not saved.",
            "Look at what it is now, then change it again.",
        )
    return known


def _write(made: Change, dag_id: str, known: Stored, schedule: Schedule | None) -> None:
    before, after = known.schedule and known.schedule.to_json(), schedule and schedule.to_json()
    made.log(AUDITED_AS, dag_id, before=before, after=after)
    made.outside(
        partial(schedules.write_schedule, dag_id, schedule),
        partial(schedules.write_text, dag_id, known.text),
    )
