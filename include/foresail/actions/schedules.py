"""Sets, removes and restores schedules: each edit is in the audit log, which is their history."""

from functools import partial
from typing import Any

from foresail.actions.unit import Change, change
from foresail.airflow import schedules
from foresail.airflow.schedules import AUDITED_AS, Schedule, check_editable, make_schedule
from foresail.errors import NothingToUndo
from foresail.paging import Page
from foresail.warehouse import audit


def set_schedule(dag_id: str, cron: str | None, timezone: str, who: str) -> None:
    """Set a Dag's schedule; without a cron it runs only as its Assets come.

    Raises NotFound or ScheduleRefused.
    """
    check_editable(dag_id)
    schedule = None if cron is None else make_schedule(cron, timezone, who)
    with change(who) as made:
        _write(made, dag_id, schedule)


def undo(dag_id: str, who: str) -> None:
    """Set what was set before the last edit; raises NothingToUndo. Undone again, the edit is back."""
    check_editable(dag_id)
    with change(who) as made:
        found = audit.search(made.connection, Page(limit=1), action=AUDITED_AS, subject=dag_id)
        if not found["entries"]:
            raise NothingToUndo(f"The schedule of {dag_id} has never been edited.", "Set one first.")
        before: dict[str, Any] | None = found["entries"][0]["before"]
        schedule = None if before is None else make_schedule(before["cron"], before["timezone"], who)
        _write(made, dag_id, schedule)


def _write(made: Change, dag_id: str, schedule: Schedule | None) -> None:
    known = schedules.read_schedule(dag_id)
    before, after = known and known.to_json(), schedule and schedule.to_json()
    made.log(AUDITED_AS, dag_id, before=before, after=after)
    write = schedules.write_schedule
    made.outside(partial(write, dag_id, schedule), partial(write, dag_id, known))
