"""Makes files of published forecasts, and hands them out open."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from foresail.airflow import connections
from foresail.exporting.making import make
from foresail.forecast_cache.records import Question


@dataclass(frozen=True)
class Export:
    """An open file of forecasts, its size, the newest step it knows, and how many products it lacks."""

    file: BinaryIO
    size_bytes: int
    as_of: date
    missing: int


def open_export(asked: Question, kind: str) -> Export:
    """Make the forecasts of a question a file of xlsx, csv or parquet; raises as `exporting.making.make`.

    Its folder is gone already, so nothing is left however the reading of it ends.
    """
    with TemporaryDirectory(prefix="foresail-export-") as folder:
        made = make(connections.warehouse(), asked, kind, Path(folder))
        size = made.path.stat().st_size
        return Export(made.path.open("rb"), size, made.as_of, made.written.missing)
