"""Pulls sales from a database by a query, and stores them.

Runs as FORESAIL_PULL_CRON says: FORESAIL_PULL_SQL at FORESAIL_PULL_CONNECTION, from some days before the last
one pulled, so that late corrections replace what was read. A run of `foresail_ingest` stores the rows.
"""

from airflow.sdk import dag, task
from foresail.airflow.dags import dag_options
from foresail.airflow.starting import start_runs
from foresail.dag_ids import INGEST, PULL
from foresail.settings import settings


@dag(**dag_options(PULL, schedule=settings().pull_cron or None), doc_md=__doc__)
def foresail_pull():
    """Pull the rows, start the run that stores them."""

    @task
    def pull() -> list:
        from foresail.jobs import pulling

        return pulling.pull()

    start_runs(INGEST, pull())


foresail_pull()
