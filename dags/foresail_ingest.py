"""Stores the sales of one upload.

Started by `POST /foresail/api/v1/uploads` with the upload's number. Products never seen before, and
quantities far above what their product ever sold, wait for an answer, on the page Upload or under Required
Actions, unless a rule resolves them. What ends well emits Asset `foresail_sales`, which starts
`foresail_train`.
"""

from airflow.sdk import Param, dag, task
from foresail.airflow.assets import SALES
from foresail.airflow.dags import dag_options
from foresail.airflow.required_actions import UploadQuestion
from foresail.dag_ids import INGEST, RESOLVE


@dag(
    **dag_options(
        INGEST,
        # A run that waits for an answer counts, and may wait for days: it must not keep others from going on.
        max_active_runs=64,
        max_active_tasks=8,
    ),
    params={"upload_id": Param(type="integer", minimum=1, description="The number of the upload.")},
    doc_md=__doc__,
)
def foresail_ingest():
    """Check one upload, resolve its new products, store it."""

    @task
    def validate(params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.validate(params["upload_id"])

    @task(outlets=[SALES])
    def store(question: dict, told: dict | None, params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.store(params["upload_id"], question, told)

    question = validate()
    resolve = UploadQuestion(task_id=RESOLVE, question=question)
    store(question, resolve.output)


foresail_ingest()
