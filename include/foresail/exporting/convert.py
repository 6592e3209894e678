"""Turns the CSV of an export into Parquet or a workbook; for a process of its own, never the api-server's."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

TEXTS = {"product", "store", "frequency", "status", "method", "demand_class"}
DAYS = {"day", "as_of"}
WHOLE = {"run_id", "model_id", "data_version"}


def to_parquet(forecast: Path, out: Path) -> None:
    """Write a forecast CSV as Parquet: days as Date, numbers of runs as Int64, units a step as Float64."""
    import polars as pl

    def kind(name: str) -> Any:
        if name in TEXTS:
            return pl.String
        return pl.Date if name in DAYS else pl.Int64 if name in WHOLE else pl.Float64

    schema = pl.Schema({name: kind(name) for name in read_header(forecast)})
    pl.scan_csv(forecast, schema=schema).sink_parquet(out)


def to_xlsx(forecast: Path, history: Path, out: Path, about: dict[str, Any]) -> None:
    """Write a workbook of a forecast CSV, the history CSV of its first products, and what it is about."""
    from foresail.exporting import workbook

    workbook.write(forecast, history, out, about)


def read_header(path: Path) -> list[str]:
    """The columns of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of an export's CSV, one at a time, with true types; None where a cell is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _value(name, text) for name, text in row.items()}


def _value(name: str, text: str) -> Any:
    if not text or name in TEXTS:
        return text or None
    if name in DAYS:
        return date.fromisoformat(text)
    return int(text) if name in WHOLE else float(text)
