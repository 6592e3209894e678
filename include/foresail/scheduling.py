"""Sets, takes away and undoes schedules: each edit is in the audit log, which is their history."""

from typing import Any

from sqlalchemy import Connection

from foresail import deployment
from foresail.errors import NotFound, NothingToUndo
from foresail.paging import Page
from foresail.schedules import EDITABLE, Schedule, make_schedule
from foresail.warehouse import audit
from foresail.warehouse.connecting import writing

ACTION = "set schedule"


def check_editable(dag_id: str) -> None:
    """Raise NotFound for a Dag that has no schedule of its own."""
    if dag_id not in EDITABLE:
        raise NotFound(f"{dag_id[:80]!r} has no schedule that can be edited.", f"Use {', '.join(EDITABLE)}.")


def set_schedule(dag_id: str, cron: str | None, timezone: str, who: str) -> None:
    """Set a Dag's schedule; without a cron it runs only as its Assets come. Raises ScheduleRefused."""
    check_editable(dag_id)
    schedule = None if cron is None else make_schedule(cron, timezone, who)
    with writing(deployment.warehouse()) as connection:
        _write(connection, dag_id, schedule, who)


def undo(dag_id: str, who: str) -> None:
    """Set what was set before the last edit; raises NothingToUndo. Undone again, the edit is back."""
    check_editable(dag_id)
    with writing(deployment.warehouse()) as connection:
        edits = read_history(connection, dag_id, Page(limit=1))["edits"]
        if not edits:
            raise NothingToUndo(f"The schedule of {dag_id} was never edited.", "Set one first.")
        before = edits[0]["before"]
        schedule = None if before is None else make_schedule(before["cron"], before["timezone"], who)
        _write(connection, dag_id, schedule, who)


def read_history(connection: Connection, dag_id: str, page: Page) -> dict[str, Any]:
    """The edits of a Dag's schedule, newest first: total and one page."""
    check_editable(dag_id)
    found = audit.search(connection, page, action=ACTION, subject=dag_id)
    return {"total": found["total"], "edits": found["entries"]}


def _write(connection: Connection, dag_id: str, schedule: Schedule | None, who: str) -> None:
    known = deployment.read_schedule(dag_id)
    before, after = known and known.to_json(), schedule and schedule.to_json()
    audit.record(connection, who, ACTION, dag_id, before=before, after=after)
    deployment.write_schedule(dag_id, schedule)
