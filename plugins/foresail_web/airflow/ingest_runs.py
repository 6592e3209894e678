"""Runs of foresail_ingest for uploads: started where one is needed, answered where one waits."""

from anyio import to_thread
from foresail.actions.products import AS_CHOSEN
from foresail.actions.uploads import set_dag_run
from foresail.dag_ids import INGEST, RESOLVE, next_ingest_run
from foresail.queries import uploads

from foresail_web.airflow.rest_api import AirflowApi


async def ensure_running(airflow: AirflowApi, upload_id: int) -> None:
    """Start a run for an upload that is not stored, or removed, as it should be, unless one is under way."""
    upload = await to_thread.run_sync(uploads.read_record, upload_id)
    if upload.is_settled:
        return
    known = upload.dag_run_id
    if known is not None and (await airflow.run_state(INGEST, known))["state"] in ("queued", "running"):
        return
    await _start(airflow, upload_id, known)


async def start_removal(airflow: AirflowApi, upload_id: int) -> None:
    """Start the run that removes a withdrawn upload; one that waits for an answer about it is let go on."""
    upload = await to_thread.run_sync(uploads.read_record, upload_id)
    if upload.is_settled:
        return
    await go_on(airflow, upload_id)
    await _start(airflow, upload_id, upload.dag_run_id)


async def _start(airflow: AirflowApi, upload_id: int, known: str | None) -> None:
    dag_run_id = next_ingest_run(upload_id, known)
    await airflow.trigger(INGEST, dag_run_id, {"upload_id": upload_id})
    await to_thread.run_sync(set_dag_run, upload_id, dag_run_id)


async def restore(airflow: AirflowApi) -> None:
    """Start a run for every upload that is to be stored anew; one that was forgotten before is not again."""
    for upload_id in await to_thread.run_sync(uploads.list_to_restore):
        await ensure_running(airflow, upload_id)


async def go_on(airflow: AirflowApi, upload_id: int) -> None:
    """Let the run of an upload with nothing left to answer go on, where it waits for an answer."""
    upload = await to_thread.run_sync(uploads.read_record, upload_id)
    if upload.dag_run_id is not None and not upload.is_waiting:
        await airflow.respond(INGEST, upload.dag_run_id, RESOLVE, AS_CHOSEN)
