"""What all Dags have in common: retries, who may do what with them, how they start."""

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Asset

from foresail.airflow import roles
from foresail.airflow.failures import keep_failure
from foresail.airflow.retries import RETRIES
from foresail.airflow.schedules import schedule_arguments

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def dag_options(dag_id: str, *assets: Asset, **more: Any) -> dict[str, Any]:
    """The arguments of a Dag that runs as its Assets come, one run at a time unless `more` says otherwise."""
    start = {"schedule": list(assets) or None, "start_date": BEGINNING}
    return {
        **start,
        "catchup": False,
        "is_paused_upon_creation": False,
        "max_active_runs": 1,
        "default_args": {**RETRIES, "on_failure_callback": keep_failure},
        "access_control": roles.read_access_control(dag_id),
        "tags": ["foresail"],
        **more,
    }


def scheduled_dag_options(dag_id: str, asset: Asset, **more: Any) -> dict[str, Any]:
    """The same of a Dag that also runs on its own editable cron."""
    return dag_options(dag_id, asset) | schedule_arguments(dag_id, asset) | more
