"""The tasks of foresail_ingest."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from foresail.actions import products, unusual
from foresail.airflow import connections, telling
from foresail.airflow.assets import SALES
from foresail.clock import iso_day
from foresail.intake import questions
from foresail.intake.options import ReadingOptions
from foresail.intake.stored_checks import StoredCheck
from foresail.jobs.working import job
from foresail.warehouse import events, sales, stats, uploads
from foresail.warehouse.connecting import reading, writing
from foresail.warehouse.modes import period_of
from foresail.warehouse.uploads import Upload

if TYPE_CHECKING:
    from polars import DataFrame


@job
def validate(upload_id: int) -> dict[str, Any]:
    """Check the original bytes of an upload, resolve its new products by rule; returns what to ask a person.

    What was checked when it was sent is not checked again.
    """
    upload = _get(upload_id)
    if upload.is_withdrawn:
        return {}
    _check_of(upload).ensure(upload.uploaded_at.date())
    waiting = products.resolve_by_rule(upload)
    quantities = unusual.ask(upload)
    _keep_waiting(upload_id)
    return questions.make_question(upload_id, upload.file_name, waiting, quantities)


def _keep_waiting(upload_id: int) -> None:
    """Keep that an upload waits for an answer, if it does, for a mail."""
    upload = _get(upload_id)
    if upload.is_waiting:
        facts: dict[str, Any] = {"file_name": upload.file_name, "who": upload.uploaded_by}
        facts |= {"new_product": upload.products_waiting, "unusual_quantity": upload.unusual_waiting}
        with writing(connections.warehouse()) as connection:
            events.record(connection, "waiting", f"waiting-{upload_id}", facts)


@job
def store(upload_id: int, question: dict[str, Any], response: dict[str, Any] | None) -> dict[str, int]:
    """Store the rows that passed, under the names that were answered; remove those of a withdrawn upload."""
    from foresail.storage.frames import read_parquet

    upload = _get(upload_id)
    if upload.is_withdrawn:
        sales.withdraw_upload(connections.warehouse(), upload_id, _read_spellings)
        _tell(upload_id, 0)
        return {"rows_stored": 0, "rows_superseded": 0, "rows_replaced": 0}
    if response and upload.products_waiting:
        answers, rest = questions.read_answer(question, response)
        products.answer(upload_id, answers, rest, response["who"], "required-action")
    if response and upload.unusual_waiting:
        given, others = questions.read_unusual_answer(question, response)
        unusual.answer(upload_id, given, others, response["who"], "required-action")
    products.check_resolved(upload)
    check = _check_of(upload)
    lines = read_parquet(connections.storage(), check.sales_key)
    period = period_of(check.report())
    said = _read_said(check)
    stored = sales.store_upload(connections.warehouse(), upload_id, lines, period, said)
    _tell(upload_id, stored.rows_stored)
    return asdict(stored)


def _tell(upload_id: int, rows: int) -> None:
    """Tell Airflow what was stored: rows, the days that all sales span, their version."""
    with reading(connections.warehouse()) as connection:
        data = stats.read_stats(connection)["data"]
    telling.count("sales.rows_stored", rows)
    telling.gauge("sales.data_version", data["data_version"])
    facts = {"upload_id": upload_id, "rows": rows, "data_version": data["data_version"]}
    days = {name: iso_day(data[name]) for name in ("first_day", "last_day")}
    telling.describe_event(SALES, {**facts, **days})


def _read_said(check: StoredCheck) -> "DataFrame":
    """What the file says of its products; checks of earlier versions kept nothing of it."""
    from foresail.storage.frames import read_parquet

    if not connections.storage().exists(check.attributes_key):
        return sales.NOTHING_SAID
    return read_parquet(connections.storage(), check.attributes_key)


def _read_spellings(upload_id: int) -> list[str]:
    """How another upload writes its products."""
    return [product["name"] for product in _check_of(_get(upload_id)).products()]


def _get(upload_id: int) -> Upload:
    with reading(connections.warehouse()) as connection:
        return uploads.get(connection, upload_id)


def _check_of(upload: Upload) -> StoredCheck:
    options = ReadingOptions.from_json(upload.reading)
    return StoredCheck(connections.storage(), upload.sha256, options)
