"""Compares past forecasts with what was sold.

Runs when forecasts were published (Asset `foresail_forecasts`), so that it takes no worker from those who
wait for them, and on its own cron where one is set on the Schedules endpoint. What it finds is at
`GET /foresail/api/v1/monitoring`. Where the newest model forecasts worse than its backtest let
expect, it starts `foresail_train` once for that model.
"""

from airflow.sdk import dag, task
from foresail.airflow.assets import FORECASTS
from foresail.airflow.dags import scheduled_dag_options
from foresail.airflow.starting import start_runs
from foresail.dag_ids import MONITOR, TRAIN
from foresail.settings import settings


@dag(**scheduled_dag_options(MONITOR, FORECASTS), doc_md=__doc__)
def foresail_monitor():
    """Score what came due, then train anew where forecasts have fallen behind."""

    @task
    def measure() -> dict:
        from foresail.jobs import monitoring

        return monitoring.measure()

    @task
    def judge() -> list:
        from foresail.jobs import monitoring

        return monitoring.judge()

    @task
    def mirror_schedules() -> dict:
        from foresail.jobs import monitoring

        return monitoring.mirror_schedules()

    found = judge()
    measure() >> found
    start_runs(TRAIN, found)
    if settings().cloud_scheduler:
        mirror_schedules()


foresail_monitor()
