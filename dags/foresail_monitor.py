"""Compares past forecasts with what was sold.

Runs when forecasts were published (Asset `foresail_forecasts`), so that it takes no worker from those who
wait for them, and on its own cron where one is set on the Schedules endpoint. What it finds is at
`GET /foresail/api/v1/monitoring`.
"""

from airflow.sdk import dag, task
from foresail.airflow.assets import FORECASTS
from foresail.airflow.dags import scheduled_dag_options
from foresail.dag_ids import MONITOR
from foresail.settings import settings


@dag(**scheduled_dag_options(MONITOR, FORECASTS), doc_md=__doc__)
def foresail_monitor():
    """Measure every published run on the steps that have ended."""

    @task
    def measure() -> dict:
        from foresail.jobs import monitoring

        return monitoring.measure()

    @task
    def mirror_schedules() -> dict:
        from foresail.jobs import monitoring

        return monitoring.mirror_schedules()

    measure()
    if settings().cloud_scheduler:
        mirror_schedules()


foresail_monitor()
