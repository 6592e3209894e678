"""Deletes what is old, and checks that what is left agrees.

Runs as FORESAIL_MAINTAIN_CRON says, or by hand; with `dry_run` it only says what it would delete. The
settings FORESAIL_KEEP_..._DAYS say what is kept for how long. Original files and sales are deleted by nobody
but a person, whose erasure it finishes where that was left half done.
With `repair` it makes lines and demand that do not agree again, from the files that were sent.
The rest is checked whatever became of that; the run fails where any of it did.
"""

from airflow.sdk import Param, dag, task
from foresail.airflow.assets import SALES
from foresail.airflow.dags import dag_options
from foresail.airflow.ending import end_run
from foresail.airflow.starting import start_runs
from foresail.dag_ids import INGEST, MAINTAIN
from foresail.settings import settings

PARAMS = {
    "dry_run": Param(False, type="boolean", description="Only say what would be deleted."),
    "repair": Param(False, type="boolean", description="Make lines and demand that do not agree again."),
    "everything": Param(False, type="boolean", description="Read every original file and artifact tonight."),
}


@dag(**dag_options(MAINTAIN, schedule=settings().maintain_cron, params=PARAMS), doc_md=__doc__)
def foresail_maintain():
    """Delete what is old, repair what is asked for, then check the rest."""

    @task
    def thin(params=None) -> int:
        from foresail.jobs import maintaining

        return maintaining.thin(params["dry_run"])

    @task
    def restore(params=None) -> list:
        from foresail.jobs import maintaining

        return maintaining.restore(params["repair"], params["dry_run"])

    @task(outlets=[SALES], trigger_rule="none_failed")
    def recount(params=None) -> int:
        from foresail.jobs import maintaining

        return maintaining.recount(params["repair"], params["dry_run"])

    @task(retries=0, trigger_rule="all_done")
    def check(params=None) -> None:
        from foresail.jobs import maintaining

        maintaining.check(params["everything"], params["repair"])

    thinned, restored, recounted, checked = thin(), restore(), recount(), check()
    thinned >> restored >> recounted >> checked
    end_run(thinned, restored, recounted, checked)
    start_runs(INGEST, restored)


foresail_maintain()
