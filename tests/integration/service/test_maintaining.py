"""foresail_maintain and foresail_monitor as Airflow runs them."""

import pytest
from foresail.dag_ids import MAINTAIN, MONITOR

from tests.sessions import await_run, set_paused, start_run


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_what_is_old_is_looked_for_and_everything_agrees(airflow, published, is_dry_run):
    start_run(airflow, MAINTAIN, f"by-hand-{is_dry_run}", {"dry_run": is_dry_run})
    repair = dict.fromkeys(("restore", "recount", "start"), "skipped")
    told = {"thin": "success", **repair, "check": "success", "end": "success"}
    assert await_run(airflow, MAINTAIN, f"by-hand-{is_dry_run}") == ("success", told)


def test_where_thinning_fails_the_rest_is_checked_and_the_run_fails(airflow, published):
    set_paused(airflow, MAINTAIN, True)
    start_run(airflow, MAINTAIN, "thinning-failed", {})
    task = f"/dags/{MAINTAIN}/dagRuns/thinning-failed/taskInstances/thin"
    airflow.patch(task, json={"new_state": "failed"}).raise_for_status()
    set_paused(airflow, MAINTAIN, False)
    state, tasks = await_run(airflow, MAINTAIN, "thinning-failed")
    airflow.delete(f"/dags/{MAINTAIN}/dagRuns/thinning-failed").raise_for_status()
    assert (state, tasks["thin"], tasks["check"]) == ("failed", "failed", "success")


def test_where_nothing_has_fallen_no_model_is_trained(airflow, monitored):
    start_run(airflow, MONITOR, "by-hand", {})
    told = {"measure": "success", "judge": "success", "start": "skipped", "mirror_schedules": "success"}
    assert await_run(airflow, MONITOR, "by-hand") == ("success", told)
