"""When each task did Foresail's own work, and the memory it took."""

from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_

from foresail.warehouse.tables import task_work

IDENTITY = ("dag_id", "dag_run_id", "task_id", "map_index")


def record(
    connection: Connection,
    task: dict[str, Any],
    started_s: float,
    ended_s: float,
    peak_memory_mib: int,
) -> None:
    """Write down one try of a task; the last try is the one that stays."""
    same = [task_work.c[name] == task[name] for name in IDENTITY]
    connection.execute(delete(task_work).where(*same))
    values = {"started_s": started_s, "ended_s": ended_s, "peak_memory_mib": peak_memory_mib}
    connection.execute(insert(task_work).values(**task, **values))


def of_runs(connection: Connection, runs: list[tuple[str, str]]) -> list[RowMapping]:
    """The work of the Dag runs given as (dag_id, dag_run_id), in the order it was done."""
    query = select(task_work).where(tuple_(task_work.c.dag_id, task_work.c.dag_run_id).in_(runs))
    return list(connection.execute(query.order_by(task_work.c.started_s)).mappings())
