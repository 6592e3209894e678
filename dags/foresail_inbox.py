"""Takes files from the folder `inbox/` of the object storage, and stores their sales.

Runs as FORESAIL_INBOX_CRON says. Each file is checked as an upload is, moved to `inbox-accepted/` or, with
the reason beside it, to `inbox-refused/`, and stored by a run of `foresail_ingest`.
"""

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import dag, task
from foresail.airflow.dags import dag_options
from foresail.dag_ids import INBOX, INGEST
from foresail.settings import settings


@dag(**dag_options(INBOX, schedule=settings().inbox_cron or None), doc_md=__doc__)
def foresail_inbox():
    """Collect the files, start their runs, report what was refused."""

    @task(multiple_outputs=True)
    def collect() -> dict:
        from foresail.jobs import collecting

        return collecting.collect()

    @task(retries=0)
    def report(refused: list) -> None:
        from foresail.jobs import collecting

        collecting.report(list(refused))

    collected = collect()
    TriggerDagRunOperator.partial(
        task_id="start", trigger_dag_id=INGEST, skip_when_already_exists=True
    ).expand_kwargs(collected["starts"])
    report(collected["refused"])


foresail_inbox()
