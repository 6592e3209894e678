"""Frames in the object storage, as Parquet."""

import io
from collections.abc import Sequence

import polars as pl

from foresail.storage.objects import Storage


def to_parquet(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of a Parquet file."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def read_parquet(storage: Storage, key: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The frame under a key, or some of its columns."""
    wanted = None if columns is None else list(columns)
    return pl.read_parquet(io.BytesIO(storage.read(key)), columns=wanted)
