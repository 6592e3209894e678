"""Hands files in that no person uploads: checked, accepted and stored like any other."""

import hashlib
from pathlib import Path
from typing import TypedDict

from foresail.actions import uploads as actions
from foresail.airflow import connections
from foresail.dag_ids import next_ingest_run
from foresail.intake.upload_options import UploadOptions
from foresail.warehouse import uploads
from foresail.warehouse.connecting import reading


class Start(TypedDict):
    """The run of foresail_ingest that stores an upload, as a TriggerDagRunOperator takes it."""

    trigger_run_id: str
    conf: dict[str, int]


def hand_in(path: Path, file_name: str, who: str, options: UploadOptions | None = None) -> int:
    """Accept a local file; returns the number of its upload. Raises WorkbookRefused."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return actions.accept(path, sha256, file_name=file_name, who=who, options=options).upload_id


def list_starts(who: str | None = None) -> list[Start]:
    """The runs to start for what was handed in, by someone or anyone, and is not stored.

    One that exists need not start again. They follow from the warehouse, so a task that was killed after
    handing in finds them when it runs again.
    """
    with reading(connections.warehouse()) as connection:
        waiting = uploads.list_unsettled(connection, who)
    starts: list[Start] = []
    for upload in waiting:
        run_id = upload.dag_run_id or next_ingest_run(upload.id)
        actions.set_dag_run(upload.id, run_id)
        starts.append({"trigger_run_id": run_id, "conf": {"upload_id": upload.id}})
    return starts
