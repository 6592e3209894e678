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

ROWS = 100_000
RUNS = 3


def main() -> None:
    """Compare both on SQLite, and on MariaDB where it is installed."""
    rows = []
    with TemporaryDirectory() as folder:
        rows.append(_compare("SQLite", open_warehouse(sqlite_url(Path(folder) / "warehouse.db"))))
        if is_installed("mariadbd"):
            (Path(folder) / "mariadb").mkdir()
            with run_mariadb(Path(folder) / "mariadb") as (url, _):
                rows.append(_compare("MariaDB", open_warehouse(url)))
    show(f"Storing {ROWS:,} lines of sales", "bare bulk insert", rows)


def _compare(name: str, engine: Engine) -> Row:
    """Rows per second of both, in turn."""
    lines = _lines()
    columns = (Column(column.name, column.type, primary_key=column.primary_key) for column in sales_table.c)
    bare = Table("bare", MetaData(), *columns)
    ours, peer = [], []
    for number in range(1, RUNS + 1):
        upload_id = _add_upload(engine, number)
        fresh = lines.with_columns(
            pl.format("{}-{}", pl.lit(number), "transaction_id").alias("transaction_id")
        )
        started = time.perf_counter()
        sales.store_upload(engine, upload_id, fresh)
        ours.append(ROWS / (time.perf_counter() - started))
        peer.append(_insert_bare(engine, bare, upload_id))
    engine.dispose()
    return Row(f"{name}: rows a second", median(ours), median(peer), "1/s")


def _insert_bare(engine: Engine, bare: Table, upload_id: int) -> float:
    bare.drop(engine, checkfirst=True)
    bare.create(engine)
    rows = [
        {
            "transaction_key": f"t:{number // 3}", "line": number % 3, "upload_id": upload_id,
            "day": date(2025, 1, 1) + timedelta(days=number % 365), "product_id": number % 500,
            "store_id": None, "quantity": 2.0, "unit_price": 1.5, "producer": None,
        }
        for number in range(ROWS)
    ]  # fmt: skip
    started = time.perf_counter()
    with writing(engine) as connection:
        for start in range(0, ROWS, 10_000):
            connection.execute(insert(bare), rows[start : start + 10_000])
    return ROWS / (time.perf_counter() - started)


def _lines() -> pl.DataFrame:
    days = [date(2025, 1, 1) + timedelta(days=number % 365) for number in range(ROWS)]
    return pl.DataFrame(
        {
            "row": range(ROWS), "date": days, "product": [f"P{number % 500}" for number in range(ROWS)],
            "quantity": [2.0] * ROWS, "unit_price": [1.5] * ROWS,
            "transaction_id": [f"T{number // 3}" for number in range(ROWS)],
            "store": [None] * ROWS, "producer": [None] * ROWS,
        },
        schema_overrides={"store": pl.String, "producer": pl.String},
    )  # fmt: skip


def _add_upload(engine: Engine, number: int) -> int:
    counts = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_repeated"), ROWS)
    with writing(engine) as connection:
        return uploads.add(
            connection, sha256=f"{number:064d}", file_name="a", size_bytes=1, uploaded_by="bench",
            uploaded_at=now(), **counts,
        )  # fmt: skip
