"""Whether Airflow starts runs of a Dag, and when the next one is due; in an api-server."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from foresail.airflow import schedules
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


def is_due_since_before(dag_id: str, moment: datetime) -> bool:
    """Whether Airflow would start a run of a Dag for a tick before a moment (UTC, naive)."""
    dag = _find(dag_id)
    due = dag and dag.next_dagrun_create_after
    return due is not None and due < moment.replace(tzinfo=UTC)


def _find(dag_id: str) -> Any:
    from airflow.models.dag import DagModel

    return DagModel.get_current(dag_id)
