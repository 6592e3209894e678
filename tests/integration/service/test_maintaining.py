"""foresail_maintain and foresail_monitor as Airflow runs them."""

import time

import pytest


def finish(airflow, dag_id, run_id, conf):
    """Start a run and wait for its end: its state, and each task's."""
    run = {"logical_date": None, "dag_run_id": run_id, "conf": conf}
    airflow.post(f"/dags/{dag_id}/dagRuns", json=run).raise_for_status()
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
    ended = finish(airflow, "foresail_maintain", f"by-hand-{is_dry_run}", {"dry_run": is_dry_run})
    repair = dict.fromkeys(("restore", "recount", "start"), "skipped")
    told = {"thin": "success", **repair, "check": "success"}
    assert ended == ("success", told)


def test_where_nothing_has_fallen_no_model_is_trained(airflow, monitored):
    ended = finish(airflow, "foresail_monitor", "by-hand", {})
    told = {"measure": "success", "judge": "success", "start": "skipped", "mirror_schedules": "success"}
    assert ended == ("success", told)
