"""The task of foresail_monitor: past forecasts against what was sold."""

from datetime import date

from foresail.airflow import connections
from foresail.clock import now
from foresail.dag_ids import EDITABLE
from foresail.errors import ForesailError
from foresail.jobs.working import job
from foresail.time_steps import first_day, last_day
from foresail.warehouse import runs
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.runs import WATCHED, Run

BATCH = 1000


@job
def measure() -> dict[str, int]:
    """Measure every published run on the steps that have ended; returns how many runs and steps there are."""
    from foresail.warehouse import demand

    with reading(connections.warehouse()) as connection:
        newest = demand.last_day(connection)
        public = runs.list_public(connection, newest - WATCHED) if newest else []
    steps = sum(_measure(run, newest) for run in public) if newest else 0
    return {"runs": len(public), "steps": steps}


@job
def mirror_schedules() -> dict[str, str]:
    """Set Cloud Scheduler's jobs right, whatever was missed or edited by hand; returns what was done by Dag.

    Raises the last ForesailError, once every Dag was tried; it is shown on the schedule until it is mended.
    """
    from foresail.airflow.schedules import Mirror, write_mirror
    from foresail.google import mirroring

    done: dict[str, str] = {}
    failed: ForesailError | None = None
    for dag_id in EDITABLE:
        try:
            done[dag_id] = mirroring.mirror(dag_id)
            write_mirror(dag_id, None, in_task=True)
        except ForesailError as error:
            failed = error
            write_mirror(dag_id, Mirror(str(error), now()), in_task=True)
    if failed:
        raise failed
    return done


def _measure(run: Run, newest: date) -> int:
    import polars as pl

    from foresail.monitoring import outcomes as measuring
    from foresail.warehouse import demand, outcomes

    days = []
    for number in range(1, run.horizon + 1):
        step = first_day(run.as_of, run.frequency, number)
        if last_day(step, run.frequency) > newest:
            break
        days.append(step)
    parts = []
    with reading(connections.warehouse()) as connection:
        products = outcomes.list_products(connection, run.run_id)
        for start in range(0, len(products), BATCH):
            batch = products[start : start + BATCH]
            due = outcomes.read_due(connection, run.run_id, batch, days)
            sold = demand.read(connection, batch)
            parts.append(measuring.measure(due, sold, run.frequency, run.as_of.weekday()))
    rows = pl.concat(parts).group_by("day").sum().sort("day").to_dicts() if parts else []
    with writing(connections.warehouse()) as connection:
        outcomes.replace(connection, run.run_id, rows)
    return len(rows)
