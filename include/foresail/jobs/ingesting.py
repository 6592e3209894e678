"""The tasks of foresail_ingest."""

from foresail import deployment
from foresail.checks import ensure_checked
from foresail.jobs.working import job
from foresail.storage import check_key
from foresail.warehouse import sales, uploads
from foresail.warehouse.connecting import reading
from foresail.workbooks.cage import SALES


@job
def validate(upload_id: int) -> dict[str, int]:
    """Check the original bytes of an upload; what the door checked already is not checked again."""
    with reading(deployment.warehouse()) as connection:
        upload = uploads.get(connection, upload_id)
    report = ensure_checked(
        deployment.storage(), upload["sha256"], upload["date_order"], upload["uploaded_at"].date()
    )
    return {name: report[name] for name in ("rows_read", "rows_accepted", "rows_rejected", "rows_repeated")}


@job
def store(upload_id: int) -> dict[str, int]:
    """Store the rows that passed."""
    from foresail.frames import read_parquet

    engine = deployment.warehouse()
    with reading(engine) as connection:
        upload = uploads.get(connection, upload_id)
    lines = read_parquet(deployment.storage(), check_key(upload["sha256"], upload["date_order"], SALES))
    stored = sales.store_upload(engine, upload_id, lines)
    return {"rows_stored": stored.rows_stored, "rows_superseded": stored.rows_superseded}
