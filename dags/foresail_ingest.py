"""Stores the sales of one upload.

Started by `POST /foresail/api/v1/uploads` with the upload's number. What ends well emits Asset
`foresail_sales`, which starts `foresail_train`.
"""

from airflow.sdk import Param, dag, task
from foresail import deployment


@dag(
    schedule=None,
    start_date=deployment.BEGINNING,
    catchup=False,
    is_paused_upon_creation=False,
    max_active_runs=4,
    default_args=deployment.DAG_DEFAULTS,
    params={"upload_id": Param(type="integer", minimum=1, description="The number of the upload.")},
    tags=["foresail"],
    doc_md=__doc__,
)
def foresail_ingest():
    """Check and store one upload."""

    @task
    def validate(params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.validate(params["upload_id"])

    @task(outlets=[deployment.SALES])
    def store(params=None) -> dict:
        from foresail.jobs import ingesting

        return ingesting.store(params["upload_id"])

    validate() >> store()


foresail_ingest()
