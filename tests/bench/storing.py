"""Storing an upload, daily demand and all, against a bare bulk insert of the same rows: rows per second."""

import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import polars as pl
from foresail.clock import now
from foresail.warehouse import sales, uploads
from foresail.warehouse.connecting import open_warehouse, sqlite_url, writing
from foresail.warehouse.tables import sales as sales_table
from sqlalchemy import Column, Engine, MetaData, Table, insert

from tests.bench.measuring import Row, show
from tests.databases import run_mariadb
from tests.requirements import is_installed

SIZES = {10_000: 5, 100_000: 3, 1_000_000: 1}
"""Rows, and how many pairs of runs."""


def main() -> None:
    """Compare both on SQLite, and on MariaDB where it is installed."""
    with TemporaryDirectory() as folder:
        _compare("SQLite", open_warehouse(sqlite_url(Path(folder) / "warehouse.db")))
        if is_installed("mariadbd"):
            (Path(folder) / "mariadb").mkdir()
            with run_mariadb(Path(folder) / "mariadb") as (url, _):
                _compare("MariaDB", open_warehouse(url))


def _compare(name: str, engine: Engine) -> None:
    """Rows per second of both, in turn, at every size; then the cost of a row against the smallest size."""
    columns = (Column(column.name, column.type, primary_key=column.primary_key) for column in sales_table.c)
    bare = Table("bare", MetaData(), *columns)
    table, number = [], 0
    for rows, runs in SIZES.items():
        lines = _lines(rows)
        ours, peer = [], []
        for _ in range(runs):
            number += 1
            upload_id = _add_upload(engine, number, rows)
            fresh = lines.with_columns(
                pl.format("{}-{}", pl.lit(number), "transaction_id").alias("transaction_id")
            )
            started = time.perf_counter()
            sales.store_upload(engine, upload_id, fresh)
            ours.append(rows / (time.perf_counter() - started))
            peer.append(_insert_bare(engine, bare, upload_id, rows))
        table.append(Row(f"{name}: {rows:,} rows a second", median(ours), median(peer), "1/s"))
    engine.dispose()
    show(f"Storing lines of sales in {name}", "bare bulk insert", table)
    small, large = 1e6 / table[0].ours, 1e6 / table[-1].ours
    flat = Row(f"{name}: microseconds a row", large, small, "us")
    show(f"The cost of a row at {max(SIZES):,}", f"at {min(SIZES):,}", [flat])


def _insert_bare(engine: Engine, bare: Table, upload_id: int, count: int) -> float:
    bare.drop(engine, checkfirst=True)
    bare.create(engine)
    rows = [
        {
            "transaction_key": f"t:{number // 3}", "line": number % 3, "upload_id": upload_id,
            "day": date(2025, 1, 1) + timedelta(days=number % 365), "product_id": number % 500,
            "store_id": None, "quantity": 2.0, "unit_price": 1.5, "producer": None,
        }
        for number in range(count)
    ]  # fmt: skip
    started = time.perf_counter()
    with writing(engine) as connection:
        for start in range(0, count, 10_000):
            connection.execute(insert(bare), rows[start : start + 10_000])
    return count / (time.perf_counter() - started)


def _lines(count: int) -> pl.DataFrame:
    days = [date(2025, 1, 1) + timedelta(days=number % 365) for number in range(count)]
    return pl.DataFrame(
        {
            "row": range(count), "date": days, "product": [f"P{number % 500}" for number in range(count)],
            "quantity": [2.0] * count, "unit_price": [1.5] * count,
            "transaction_id": [f"T{number // 3}" for number in range(count)],
            "store": [None] * count, "producer": [None] * count,
        },
        schema_overrides={"store": pl.String, "producer": pl.String},
    )  # fmt: skip


def _add_upload(engine: Engine, number: int, rows: int) -> int:
    counts = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_repeated"), rows)
    with writing(engine) as connection:
        return uploads.add(
            connection, sha256=f"{number:064d}", file_name="a", size_bytes=1, uploaded_by="bench",
            uploaded_at=now(), **counts,
        )  # fmt: skip
