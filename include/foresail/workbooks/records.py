"""Reads rows that a program sends: JSON, one object a row, and Parquet. Their names are the header."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from foresail.errors import NotAWorkbook
from foresail.workbooks.plain_texts import CELLS

WRAPPERS = ("rows", "sales", "records", "data")
"""What an object may call the list of its rows."""
NESTED = "Send one flat object a row: texts, numbers and nulls, no lists or objects inside."


def read_json(path: Path) -> tuple[pl.DataFrame, frozenset[int]]:
    """The cells of a JSON list of objects, or of a line an object, and the columns that hold no text.

    Raises NotAWorkbook.
    """
    columns: dict[str, list[str | None]] = {}
    texts: set[str] = set()
    height = 0
    for row in _objects(path):
        for name, value in row.items():
            column = columns.setdefault(name, [])
            column.extend([None] * (height - len(column)))
            column.append(_text(name, value))
            if isinstance(value, str):
                texts.add(name)
        height += 1
    if not columns:
        raise NotAWorkbook("The JSON has no rows.", NESTED)
    frame = {
        str(place): [name, *column, *([None] * (height - len(column)))]
        for place, (name, column) in enumerate(columns.items())
    }
    numeric = frozenset(place for place, name in enumerate(columns) if name not in texts)
    return pl.DataFrame(frame, schema=dict.fromkeys(frame, pl.String)).cast(CELLS), numeric


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode()
        if text.lstrip().startswith("["):
            yield from _checked(json.loads(text))
            return
        lines = [line.decode() for line in content.splitlines()]  # a text would end at U+2028, too
        first = json.loads(lines[0]) if lines and _is_object(lines[0]) else None
        wrapped = json.loads(text) if first is None or len(lines) == 1 else first
        if rows := _unwrapped(wrapped):
            yield from _checked(rows)
            return
        yield from _checked(json.loads(line) for line in lines if line.strip())
    except (ValueError, RecursionError) as error:
        raise NotAWorkbook("The file is JSON that cannot be read.", NESTED) from error


def _is_object(line: str) -> bool:
    return line.strip().startswith("{") and line.strip().endswith("}")


def _unwrapped(content: Any) -> list[Any]:
    """The rows in an object that holds them in a list."""
    found = [content[name] for name in WRAPPERS if isinstance(content, dict) and name in content]
    return next((rows for rows in found if isinstance(rows, list)), [])


def _checked(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise NotAWorkbook(f"Row {number} of the JSON is not an object.", NESTED)
        yield row


def _text(name: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, list | dict):
        raise NotAWorkbook(f"{name[:80]!r} holds a list or an object.", NESTED)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def read_parquet(path: Path) -> tuple[pl.DataFrame, frozenset[int]]:
    """The cells of a Parquet file, and the columns that hold no text; raises NotAWorkbook."""
    try:
        table = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise NotAWorkbook("The Parquet file cannot be read.", "Write it again, and send that.") from error
    if not table.width:
        raise NotAWorkbook("The Parquet file has no columns.", "Write it again, and send that.")
    cells, numeric = [], set()
    for place, column in enumerate(table.iter_columns()):
        if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
            raise NotAWorkbook(f"Column {column.name[:80]!r} holds no texts or numbers.", NESTED)
        if column.dtype.is_numeric():
            numeric.add(place)
        header = pl.Series([column.name], dtype=pl.String)
        cells.append(header.append(_texts(column)).alias(str(place)).cast(CELLS))
    return pl.DataFrame(cells), frozenset(numeric)


def _texts(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Date:
        return column.dt.strftime("%Y-%m-%d")
    if column.dtype == pl.Datetime:
        return column.dt.strftime("%Y-%m-%d %H:%M:%S")
    return column.cast(pl.String)
