"""Starts the runs of foresail_ingest for uploads that a Dag has handed in."""

from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator

from foresail.dag_ids import INGEST


def start_ingest(starts: Any) -> Any:
    """A task `start` for each of the starts (`jobs.handing_in.Start`); a run that exists is left alone."""
    start = TriggerDagRunOperator.partial(
        task_id="start", trigger_dag_id=INGEST, skip_when_already_exists=True
    )
    return start.expand_kwargs(starts)
