"""Runs of Foresail's Dags that failed, are late or cannot start, as far as the caller may see them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from foresail.clock import now
from foresail.dag_ids import ALL, INGEST, PREDICT, TRAIN

from foresail_web.airflow.rest_api import AirflowApi

PREFIX = "foresail_"
LATE = timedelta(hours=1)
FAILURES_READ = 50
NEEDED = (INGEST, TRAIN, PREDICT)
"""Without these there are no new forecasts."""


async def find_trouble(airflow: AirflowApi) -> list[dict[str, Any]]:
    """Dags whose newest run failed, whose next run is an hour late, and needed ones that are paused."""
    return await _failed(airflow) + await _held_up(airflow)


async def _failed(airflow: AirflowApi) -> list[dict[str, Any]]:
    path = f"/dags/~/dagRuns?dag_id_prefix_pattern={PREFIX}&order_by=-run_after"
    failed = await _list(airflow, f"{path}&state=failed&limit={FAILURES_READ}", "dag_runs")
    newest = {run["dag_id"]: run for run in reversed(failed) if run["dag_id"] in ALL}
    items = []
    for dag_id, run in newest.items():
        latest = await _list(airflow, f"/dags/{dag_id}/dagRuns?order_by=-run_after&limit=1", "dag_runs")
        if latest and latest[0]["dag_run_id"] == run["dag_run_id"]:
            about = {"dag_id": dag_id, "dag_run_id": run["dag_run_id"], "at": run["end_date"]}
            items.append({"kind": "run-failed", "severity": "error", **about})
    return items


async def _held_up(airflow: AirflowApi) -> list[dict[str, Any]]:
    items = []
    for dag in await _list(airflow, f"/dags?dag_id_prefix_pattern={PREFIX}", "dags"):
        dag_id, due = dag["dag_id"], dag["next_dagrun_run_after"]
        if dag["is_paused"]:
            if dag_id in NEEDED:
                items.append({"kind": "dag-paused", "severity": "error", "dag_id": dag_id})
        elif dag_id in ALL and due and datetime.fromisoformat(due) < now().replace(tzinfo=UTC) - LATE:
            items.append({"kind": "run-late", "severity": "warning", "dag_id": dag_id, "at": due})
    return items


async def _list(airflow: AirflowApi, path: str, name: str) -> list[dict[str, Any]]:
    answer = await airflow.call("GET", path)
    return answer.json()[name] if answer.status_code == 200 else []
