"""Writes the CSV of an export as Parquet."""

from pathlib import Path
from typing import Any

import polars as pl

from foresail.exporting.csv_rows import DAYS, TEXTS, WHOLE, read_header


def write(forecast: Path, out: Path) -> None:
    """Write a forecast CSV as Parquet: days as Date, numbers of runs as Int64, units a step as Float64."""
    schema = pl.Schema({name: _kind(name) for name in read_header(forecast)})
    pl.scan_csv(forecast, schema=schema).sink_parquet(out)


def _kind(name: str) -> Any:
    if name in TEXTS:
        return pl.String
    return pl.Date if name in DAYS else pl.Int64 if name in WHOLE else pl.Float64
