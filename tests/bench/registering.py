"""What task `register` holds at once: the memory of fitting a model to the backtests of many series.

Environment: BENCH_SERIES_MAX (100000) is the largest catalogue.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from foresail.forecasting import engine
from foresail.forecasting.data.series_ids import STORES_MAX
from foresail.forecasting.plan import FINAL
from foresail.storage.frames import to_parquet
from foresail.storage.keys import model_key
from foresail.storage.objects import Storage
from foresail.training.local import LocalBackend, booster_key
from foresail.training.plans import StoredPlan, write_plan
from fsspec.implementations.local import LocalFileSystem

from tests.bench.engine import HORIZON, LAST, WINDOWS, make_shards
from tests.bench.measuring import run_alone
from tests.forecasting import make_plan

THIS = "tests.bench.registering"
SHARD, RUN, MODEL = 1000, "bench", 1


def main() -> None:
    """Print the memory by catalogue."""
    with TemporaryDirectory(prefix="foresail-bench-") as folder:
        storage = _open(folder)
        backtest = _backtest(storage, Path(folder) / "history")
        print("\nregister: fitting, storing and comparing one model, backtests in shards of 1,000 series")
        print(f"{'series':>8}{'CPU s':>10}{'peak MiB':>10}")
        for count in (1_000, 20_000, int(os.environ.get("BENCH_SERIES_MAX", "100000"))):
            for number in range(count // SHARD):
                shifted = backtest.with_columns(pl.col("unique_id") + number * SHARD * STORES_MAX)
                storage.write(model_key(MODEL, f"backtest/{number:05d}.parquet"), to_parquet(shifted))
            cost = run_alone(THIS, folder, str(count // SHARD))
            print(f"{count:>8}{cost.cpu_s:>10.1f}{cost.peak_mib:>10.0f}", flush=True)


def register(folder: str, shards: int) -> None:
    """Do what the task does."""
    keys = [model_key(MODEL, f"backtest/{number:05d}.parquet") for number in range(shards)]
    LocalBackend(_open(folder)).fit(MODEL, RUN, keys, None)


def _open(folder: str) -> Storage:
    return Storage(LocalFileSystem(auto_mkdir=True), f"{folder}/storage")


def _backtest(storage: Storage, folder: Path) -> pl.DataFrame:
    """The backtest of one shard, with its plan and models in the storage."""
    make_shards(folder, SHARD, SHARD)
    history = pl.read_parquet(folder / "00000.parquet").with_columns(pl.col("unique_id") * STORES_MAX)
    plan = make_plan(history, HORIZON, WINDOWS, LAST, "day")
    models = engine.fit_global_models([engine.gather_shard(history, plan)], plan)
    write_plan(storage, RUN, StoredPlan(plan, pl.DataFrame(), pl.DataFrame()))
    storage.write(booster_key(MODEL, FINAL), models[FINAL] or b"")
    return engine.backtest_shard(history, plan, models)


if __name__ == "__main__":
    register(sys.argv[1], int(sys.argv[2]))
