"""Computes, in the sandbox, what storing a checked file would change; nothing is written."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from foresail.errors import DatabaseUnavailable
from foresail.intake import works
from foresail.intake.shapes import Changes
from foresail.sandbox import running
from foresail.sandbox.limits import read_limits


def preview(engine: Engine, sales: Path, products: Path) -> Changes:
    """What the lines of a checked file (Parquet) would change, and which of its products were never seen."""
    task = {
        "database": engine.url.render_as_string(hide_password=False),
        "sales": str(sales),
        "products": str(products),
    }
    with TemporaryDirectory(prefix="foresail-preview-") as folder:
        try:
            changes: Changes = running.run(works.preview, task, Path(folder), read_limits())
        except running.WorkFailed as failed:
            raise DatabaseUnavailable(
                "The warehouse did not answer, so the changes cannot be previewed.",
                "Try again; nothing was stored.",
            ) from failed
    return changes
