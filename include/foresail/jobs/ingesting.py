"""The tasks of foresail_ingest."""

from typing import Any

from foresail import asking, deployment, settling
from foresail.checks import ensure_checked
from foresail.jobs.working import job
from foresail.storage import check_key
from foresail.validation.options import ReadingOptions
from foresail.warehouse import sales, uploads
from foresail.warehouse.connecting import reading
from foresail.workbooks.cage import SALES


@job
def validate(upload_id: int) -> dict[str, Any]:
    """Check the original bytes of an upload, settle its new products by rule; returns what to ask a person.

    What the door checked already is not checked again.
    """
    storage, warehouse = deployment.storage(), deployment.warehouse()
    with reading(warehouse) as connection:
        upload = uploads.get(connection, upload_id)
    options = ReadingOptions.from_json(upload["reading"])
    ensure_checked(storage, upload["sha256"], options, upload["uploaded_at"].date())
    waiting = settling.settle(storage, warehouse, upload)
    return asking.make_question(upload_id, upload["file_name"], waiting)


@job
def store(upload_id: int, question: dict[str, Any], told: dict[str, Any] | None) -> dict[str, int]:
    """Store the rows that passed, under the names that were answered."""
    from foresail.frames import read_parquet

    storage, engine = deployment.storage(), deployment.warehouse()
    with reading(engine) as connection:
        upload = uploads.get(connection, upload_id)
    if told and upload["products_waiting"]:
        answers, rest = asking.read_answer(question, told)
        settling.answer(storage, engine, upload_id, answers, rest, told["who"], "required-action")
    settling.check_settled(storage, engine, upload)
    options = ReadingOptions.from_json(upload["reading"])
    lines = read_parquet(storage, check_key(upload["sha256"], options, SALES))
    stored = sales.store_upload(engine, upload_id, lines)
    return {"rows_stored": stored.rows_stored, "rows_superseded": stored.rows_superseded}
