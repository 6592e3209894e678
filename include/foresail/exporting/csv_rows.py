"""Reads the CSV of an export back, with true types."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

TEXTS = {"product", "store", "frequency", "status", "method_label", "method", "demand_class"}
DAYS = {"day", "as_of"}
WHOLE = {"run_id", "model_id", "data_version"}


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
