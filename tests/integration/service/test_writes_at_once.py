"""Callers who have Airflow write something while tasks of its own write, all into one SQLite."""

from concurrent.futures import ThreadPoolExecutor

from tests.sessions import await_quiet, log_in, set_paused

DAG_ID = "foresail_monitor"
CALLERS = 5
CALLS = 15
RUNS = 6


def test_schedules_are_set_at_once_while_tasks_run(service, client, airflow, monitored):
    """A task's call holds SQLite's lock until the api-server's loop has come round once more."""
    set_paused(airflow, DAG_ID, True)
    for number in range(RUNS):
        run = {"logical_date": None, "dag_run_id": f"at-once-{number}"}
        airflow.post(f"/dags/{DAG_ID}/dagRuns", json=run).raise_for_status()
    set_paused(airflow, DAG_ID, False)

    def set_schedule(_: int) -> list[int]:
        with log_in(service, "/foresail/api/v1") as http:
            calls = [http.put("/schedules/foresail_train", json={"cron": None}) for _ in range(CALLS)]
        return [call.status_code for call in calls]

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = [status for statuses in pool.map(set_schedule, range(CALLERS)) for status in statuses]
    assert answers == [200] * CALLERS * CALLS
    await_quiet(airflow)
