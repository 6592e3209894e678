"""foresail_maintain and foresail_monitor as Airflow runs them."""

import time

import pytest
from foresail.dag_ids import MAINTAIN, MONITOR

from tests.sessions import set_paused


def start(airflow, dag_id, run_id, conf):
    """Start a run."""
    run = {"logical_date": None, "dag_run_id": run_id, "conf": conf}
    airflow.post(f"/dags/{dag_id}/dagRuns", json=run).raise_for_status()


def finish(airflow, dag_id, run_id):
    """Wait for the end of a run: its state, and each task's."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        state = airflow.get(f"/dags/{dag_id}/dagRuns/{run_id}").json()["state"]
        if state in ("success", "failed"):
            break
        time.sleep(0.5)
    tasks = airflow.get(f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances").json()["task_instances"]
    return state, {task["task_id"]: task["state"] for task in tasks}


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_what_is_old_is_looked_for_and_everything_agrees(airflow, published, is_dry_run):
    start(airflow, MAINTAIN, f"by-hand-{is_dry_run}", {"dry_run": is_dry_run})
    repair = dict.fromkeys(("restore", "recount", "start"), "skipped")
    told = {"thin": "success", **repair, "check": "success", "end": "success"}
    assert finish(airflow, MAINTAIN, f"by-hand-{is_dry_run}") == ("success", told)


def test_where_thinning_fails_the_rest_is_checked_and_the_run_fails(airflow, published):
    set_paused(airflow, MAINTAIN, True)
    start(airflow, MAINTAIN, "thinning-failed", {})
    task = f"/dags/{MAINTAIN}/dagRuns/thinning-failed/taskInstances/thin"
    airflow.patch(task, json={"new_state": "failed"}).raise_for_status()
    set_paused(airflow, MAINTAIN, False)
    state, tasks = finish(airflow, MAINTAIN, "thinning-failed")
    airflow.delete(f"/dags/{MAINTAIN}/dagRuns/thinning-failed").raise_for_status()
    assert (state, tasks["thin"], tasks["check"]) == ("failed", "failed", "success")


def test_where_nothing_has_fallen_no_model_is_trained(airflow, monitored):
    start(airflow, MONITOR, "by-hand", {})
    told = {"measure": "success", "judge": "success", "start": "skipped", "mirror_schedules": "success"}
    assert finish(airflow, MONITOR, "by-hand") == ("success", told)
