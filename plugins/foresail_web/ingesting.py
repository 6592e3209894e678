"""Runs of foresail_ingest for uploads: started where one is needed, answered where one waits."""

from typing import Any

from anyio import to_thread
from foresail import asking, deployment
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading, writing

from foresail_web.airflow_api import AirflowApi

DAG_ID = "foresail_ingest"
QUESTION = "settle"


async def ensure_running(airflow: AirflowApi, upload_id: int) -> None:
    """Start a run for an upload that is not stored as it should be, unless one is under way."""
    upload = await to_thread.run_sync(_read, upload_id)
    if upload["data_version"] is not None and not upload["must_restore"]:
        return
    known = upload["dag_run_id"]
    if known is not None and (await airflow.run_state(DAG_ID, known))["state"] in ("queued", "running"):
        return
    attempt = 1 if known is None else int(known.rsplit(".", 1)[-1]) + 1
    dag_run_id = f"upload-{upload_id}.{attempt}"
    await airflow.trigger(DAG_ID, dag_run_id, {"upload_id": upload_id})
    await to_thread.run_sync(_remember_run, upload_id, dag_run_id)


async def restore(airflow: AirflowApi) -> None:
    """Start a run for every upload that is to be stored anew; one that was forgotten before is not again."""
    for upload_id in await to_thread.run_sync(_to_restore):
        await ensure_running(airflow, upload_id)


async def go_on(airflow: AirflowApi, upload_id: int) -> None:
    """Let the run of an upload with nothing left to answer go on, where it waits for an answer."""
    upload = await to_thread.run_sync(_read, upload_id)
    if upload["dag_run_id"] is not None and not upload["products_waiting"]:
        await airflow.respond(DAG_ID, upload["dag_run_id"], QUESTION, asking.AS_CHOSEN)


def _read(upload_id: int) -> Any:
    with reading(deployment.warehouse()) as connection:
        return uploads.get(connection, upload_id)


def _to_restore() -> list[int]:
    with reading(deployment.warehouse()) as connection:
        return uploads.to_restore(connection)


def _remember_run(upload_id: int, dag_run_id: str) -> None:
    with writing(deployment.warehouse()) as connection:
        uploads.set_dag_run(connection, upload_id, dag_run_id)
