"""foresail_monitor after one new day, by how many published runs there are: seconds, and the memory it takes.

BENCH_RUNS, BENCH_PRODUCTS: published runs, one a day, and products of each.
"""

import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from foresail.clock import now
from foresail.monitoring import scoring
from foresail.quantiles import NUMBERS
from foresail.warehouse import demand_days, runs, tables
from foresail.warehouse.connecting import open_warehouse, sqlite_url, writing
from foresail.warehouse.packing import pack
from sqlalchemy import Connection, Engine, insert, update

from tests.bench.measuring import Row, show

FIRST, HORIZON = date(2025, 1, 1), 28
RUNS, PRODUCTS = int(os.environ.get("BENCH_RUNS", "40")), int(os.environ.get("BENCH_PRODUCTS", "5000"))
NAIVE_BYTES = 7 * 8
WHY = {"demand_class": "smooth", "method": "theta", "fell_back": False, "reason": "r", "store_id": 0}


def main() -> None:
    """One new day after a tenth of the runs and after all of them, then nothing new; memory in a fresh process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "warehouse.db"
        engine = open_warehouse(sqlite_url(file))
        rng = np.random.default_rng(1)
        few = max(HORIZON, RUNS // 10)
        for day in range(few + 1):
            _add(engine, day, rng)
        scoring.score(engine)
        small = _time_new_day(engine, few + 1, rng)
        for day in range(few + 2, RUNS):
            _add(engine, day, rng)
        scoring.score(engine)
        large = _time_new_day(engine, RUNS, rng)
        started = time.perf_counter()
        scoring.score(engine)
        idle = time.perf_counter() - started
        _add_sales(engine, RUNS + 1, rng)
        engine.dispose()
        child = [
            sys.executable,
            "-c",
            f"from tests.bench import monitoring as m; m.measure_memory({str(file)!r})",
        ]
        mebibytes = float(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
        show(
            f"Scoring a new day of {PRODUCTS:,} products after {RUNS} published runs",
            f"after {few}",
            [Row("seconds", large, small, "s"), Row("seconds where nothing is due", idle, small, "s")],
        )
        print(f"Peak memory of the process: {mebibytes:,.0f} MiB")


def measure_memory(file: str) -> None:
    """Score what is due in this process, and print the most memory it held, in MiB."""
    scoring.score(open_warehouse(sqlite_url(Path(file))))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _time_new_day(engine: Engine, day: int, rng: np.random.Generator) -> float:
    _add(engine, day, rng)
    started = time.perf_counter()
    scored = scoring.score(engine)
    seconds = time.perf_counter() - started
    assert scored["scored"] == HORIZON, scored
    return seconds


def _add(engine: Engine, day: int, rng: np.random.Generator) -> None:
    """A day of sales, and a run that was published on it."""
    _add_sales(engine, day, rng)
    units = np.sort(rng.gamma(2, 2, (PRODUCTS, HORIZON, len(NUMBERS))), axis=2)
    with writing(engine) as connection:
        model = {"id": day + 1, "dag_run_id": f"m{day}", "data_version": day + 1, "snapshot_key": "s"}
        model |= {"as_of": FIRST + timedelta(days=day), "started_at": now()}
        connection.execute(insert(tables.models).values(**model))
        run_id = runs.start(connection, f"p{day}", day + 1, day + 1, HORIZON, now())
        series = [
            {"product_id": product, **WHY, "units_ahead": 1.0, "steps": steps}
            | {"naive": steps[:NAIVE_BYTES], "mase_scale": 2.0}
            for product, steps in enumerate(pack(units), 1)
        ]
        runs.replace(connection, run_id, series)
        runs.publish(connection, run_id, now())


def _add_sales(engine: Engine, day: int, rng: np.random.Generator) -> None:
    with writing(engine) as connection:
        if day == 0:
            _add_products(connection)
        numbers = np.flatnonzero(rng.random(PRODUCTS) < 0.6) + 1
        rows = [
            {"product_id": int(number), "day": FIRST + timedelta(days=day), "store_id": 0}
            | {"quantity": float(units), "returned": 0.0, "sale_lines": 1}
            for number, units in zip(numbers, rng.integers(1, 9, len(numbers)), strict=True)
        ]
        connection.execute(insert(tables.daily_demand), rows)
        demand_days.record(connection, [FIRST + timedelta(days=day)])
        version = update(tables.uploads).where(tables.uploads.c.id == 1)
        connection.execute(version.values(data_version=day + 1))


def _add_products(connection: Connection) -> None:
    counts = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_repeated"), 1)
    upload = {"id": 1, "sha256": "0" * 64, "file_name": "a", "size_bytes": 1, "uploaded_by": "b", **counts}
    connection.execute(insert(tables.uploads).values(**upload, uploaded_at=now()))
    rows = [
        {"id": number, "key": f"p{number}", "name": f"P{number}", "first_upload_id": 1}
        for number in range(1, PRODUCTS + 1)
    ]
    connection.execute(insert(tables.products), rows)
