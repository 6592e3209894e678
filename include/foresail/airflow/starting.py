"""Starts runs of Dags that tasks of other Dags ask for."""

from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator


def start_runs(dag_id: str, starts: Any) -> Any:
    """A task `start` for each of the starts: trigger_run_id, conf, note. A run that exists is left alone."""
    start = TriggerDagRunOperator.partial(
        task_id="start", trigger_dag_id=dag_id, skip_when_already_exists=True
    )
    return start.expand_kwargs(starts)
