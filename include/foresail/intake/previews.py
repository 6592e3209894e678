"""Computes, in the sandbox, what storing a file or withdrawing an upload would change; nothing is written."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from foresail.errors import DatabaseUnavailable
from foresail.intake import works
from foresail.intake.shapes import Changes
from foresail.sandbox import running
from foresail.sandbox.limits import read_limits
from foresail.sandbox.running import Work
from foresail.warehouse.connecting import address_for_child
from foresail.warehouse.shapes import WithdrawalChanges


def preview(
    engine: Engine,
    sales: Path,
    products: Path,
    unusual: Path,
    *,
    mode: str | None,
    covers: str | None,
    period: str,
) -> Changes:
    """What the lines of a checked file (Parquet) would change, and which of its products were never seen."""
    task = {
        "sales": str(sales),
        "products": str(products),
        "unusual": str(unusual),
        "mode": mode,
        "covers": covers,
        "period": period,
    }
    changes: Changes = _run(works.preview, engine, task)
    return changes


def preview_withdrawal(engine: Engine, upload_id: int) -> WithdrawalChanges:
    """What withdrawing an upload would change."""
    changes: WithdrawalChanges = _run(works.preview_withdrawal, engine, {"upload_id": upload_id})
    return changes


def _run(work: Work, engine: Engine, task: dict[str, Any]) -> Any:
    database = address_for_child(engine)
    with TemporaryDirectory(prefix="foresail-preview-") as folder:
        try:
            return running.run(work, {"database": database, **task}, Path(folder), read_limits())
        except running.WorkFailed as failed:
            raise DatabaseUnavailable(
                "The warehouse did not answer, so the changes cannot be previewed.",
                "Try again; nothing was stored.",
            ) from failed
