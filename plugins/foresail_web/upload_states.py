"""Tells of an upload as far as it has come, with the Dag runs of its journey as Airflow tells of them."""

import asyncio
from typing import Any, Literal

from anyio import to_thread
from foresail.queries import uploads as queries
from foresail.queries.uploads import UploadState

from foresail_web.airflow.rest_api import AirflowApi


async def describe(airflow: AirflowApi, upload_id: int) -> dict[str, Any]:
    """The body of an UploadResponse; raises UnknownUpload."""
    upload = await to_thread.run_sync(queries.read_upload, upload_id)
    states = await asyncio.gather(*(airflow.run_state(run.dag_id, run.dag_run_id) for run in upload.runs))
    runs = [vars(run) | state for run, state in zip(upload.runs, states, strict=True)]
    return {
        **vars(upload.upload),
        "report": upload.report,
        "products": upload.products,
        "unusual": upload.unusual,
        "work": upload.work,
        "status": _status(upload, runs),
        "runs": runs,
    }


def _status(
    upload: UploadState, runs: list[dict[str, Any]]
) -> Literal["published", "failed", "waiting", "running", "withdrawn"]:
    if upload.upload.is_withdrawn and upload.upload.is_settled:
        return "withdrawn"
    if upload.is_published:
        return "published"
    if upload.upload.is_waiting and runs[0]["state"] != "failed":
        return "waiting"
    return "failed" if any(run["state"] == "failed" for run in runs) else "running"
