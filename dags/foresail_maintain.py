"""Deletes what is old, and checks that what is left agrees.

Runs as FORESAIL_MAINTAIN_CRON says, or by hand; with `dry_run` it only says what it would delete. The
settings FORESAIL_KEEP_..._DAYS say what is kept for how long. Original files and sales are never deleted.
"""

from airflow.sdk import Param, dag, task
from foresail.airflow.dags import dag_options
from foresail.dag_ids import MAINTAIN
from foresail.settings import settings

PARAMS = {
    "dry_run": Param(False, type="boolean", description="Only say what would be deleted."),
    "everything": Param(False, type="boolean", description="Read every original file and artifact tonight."),
}


@dag(**dag_options(MAINTAIN, schedule=settings().maintain_cron, params=PARAMS), doc_md=__doc__)
def foresail_maintain():
    """Delete what is old, then check the rest."""

    @task
    def thin(params=None) -> int:
        from foresail.jobs import maintaining

        return maintaining.thin(params["dry_run"])

    @task(retries=0)
    def check(params=None) -> None:
        from foresail.jobs import maintaining

        maintaining.check(params["everything"])

    thin() >> check()


foresail_maintain()
