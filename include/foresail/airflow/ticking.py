"""Starts a Dag's run for a tick of its schedule, once, whoever else ticks; in an api-server."""

from datetime import datetime


def start_run(dag_id: str, tick: datetime) -> bool:
    """Start the run of a tick (UTC); False where it is there already, or the Dag is paused.

    It has the logical date that Airflow's own scheduler would give it, of which a Dag has one run: which
    of the two comes second finds the other's.
    """
    from airflow.api.common.trigger_dag import trigger_dag
    from airflow.exceptions import DagRunAlreadyExists
    from airflow.models.dag import DagModel
    from airflow.utils.types import DagRunTriggeredByType
    from sqlalchemy.exc import IntegrityError

    dag = DagModel.get_current(dag_id)
    if dag is None or dag.is_paused:
        return False
    try:
        trigger_dag(
            dag_id,
            triggered_by=DagRunTriggeredByType.REST_API,
            triggering_user_name="Cloud Scheduler",
            run_id=f"tick__{tick.isoformat()}",
            logical_date=tick,
            run_after=tick,
        )
    except (DagRunAlreadyExists, IntegrityError):
        return False
    return True
