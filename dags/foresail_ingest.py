"""Stores the sales of one upload.

Started by `POST /foresail/api/v1/uploads` with the upload's number. Products never seen before wait for an
answer, on the page Foresail or under Required Actions, unless a rule settles them. What ends well emits Asset
`foresail_sales`, which starts `foresail_train`.
"""

from airflow.sdk import Param, dag, task
from foresail import deployment


@dag(
    schedule=None,
    start_date=deployment.BEGINNING,
    catchup=False,
    is_paused_upon_creation=False,
    # A run that waits for an answer counts, and may wait for days: it must not keep others from going on.
    max_active_runs=64,
    max_active_tasks=8,
    default_args=deployment.DAG_DEFAULTS,
    access_control=deployment.access_control("foresail_ingest"),
    params={"upload_id": Param(type="integer", minimum=1, description="The number of the upload.")},
    tags=["foresail"],
    doc_md=__doc__,
)
def foresail_ingest():
    """Check one upload, settle its new products, store it."""

    @task
    def validate(params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.validate(params["upload_id"])

    @task(outlets=[deployment.SALES])
    def store(question: dict, told: dict | None, params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.store(params["upload_id"], question, told)

    question = validate()
    settle = deployment.ProductQuestion(task_id="settle", question=question)
    store(question, settle.output)


foresail_ingest()
