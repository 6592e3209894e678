"""Takes files from the folder `inbox/` of the object storage, and stores their sales.

Runs as FORESAIL_INBOX_CRON says. Each file is checked as an upload is, moved to `inbox-accepted/` or, with
the reason beside it, to `inbox-refused/`, and stored by a run of `foresail_ingest`.
"""

from airflow.sdk import dag, task
from foresail.airflow.dags import dag_options
from foresail.airflow.starting import start_runs
from foresail.dag_ids import INBOX, INGEST
from foresail.settings import settings


@dag(**dag_options(INBOX, schedule=settings().inbox_cron or None), doc_md=__doc__)
def foresail_inbox():
    """Collect the files, start their runs, report what was refused."""

    @task
    def collect() -> list:
        from foresail.jobs import collecting

        return collecting.collect()

    @task
    def find_starts(refused: list) -> list:
        from foresail.jobs import collecting

        return collecting.find_starts()

    @task(retries=0)
    def report(refused: list) -> None:
        from foresail.jobs import collecting

        collecting.report(list(refused))

    refused = collect()
    start_runs(INGEST, find_starts(refused))
    report(refused)


foresail_inbox()
