"""The engine's speed against AutoETS, its growth with the number of series, and that it repeats itself.

Environment: BENCH_SERIES_MAX (30000) is the largest catalogue that growth is measured on.
"""

import hashlib
import io
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from tests.bench.measuring import Row, run_alone, show
from tests.forecasting import measure_activity

THIS = "tests.bench.engine"
DAYS, HORIZON, WINDOWS = 730, 28, 3
LAST = date(2026, 10, 31)
PEER_SERIES = 60


def main() -> None:
    """Print the three tables."""
    with TemporaryDirectory(prefix="foresail-bench-") as folder:
        _speed(Path(folder))
        _growth(Path(folder))
        _repeats(Path(folder))


def _speed(folder: Path) -> None:
    shards = make_shards(folder / "speed", 1000, 1000)
    ours = run_alone(THIS, "run", str(shards))
    peer = run_alone(THIS, "ets", str(shards))
    rows = [
        Row("series per CPU second", 1000 / ours.cpu_s, PEER_SERIES / peer.cpu_s, "1/s"),
        Row("peak memory", ours.peak_mib, peer.peak_mib, "MiB"),
    ]
    title = (
        f"Backtest of {WINDOWS} windows, choice, final fit, {HORIZON} steps, quantiles: daily, {DAYS} days"
    )
    show(title, "AutoETS, fit once", rows)


def _growth(folder: Path) -> None:
    print(f"\nGrowth with the catalogue, shards of 1,000 one after another, {DAYS} days each")
    print(f"{'series':>8}{'CPU s':>10}{'ms a series':>14}{'peak MiB':>10}")
    for count in (300, 3_000, int(os.environ.get("BENCH_SERIES_MAX", "30000"))):
        shards = make_shards(folder / f"growth-{count}", count, 1000)
        cost = run_alone(THIS, "run", str(shards))
        print(
            f"{count:>8}{cost.cpu_s:>10.1f}{1000 * cost.cpu_s / count:>14.2f}{cost.peak_mib:>10.0f}",
            flush=True,
        )


def _repeats(folder: Path) -> None:
    big, small = (make_shards(folder / f"repeat-{size}", 2_000, size) for size in (1000, 100))
    first = run(big)
    checks = {
        "run again": run(big) == first,
        "with two workers": run(big, workers=2) == first,
        "in shards of 100": run(small) == first,
    }
    print("\nForecasts of 2,000 series in shards of 1,000, byte for byte the same")
    for name, same in checks.items():
        print(f"{name:<24}{'yes' if same else 'NO'}")


def make_shards(folder: Path, count: int, size: int) -> Path:
    """Made-up daily demand of every class, seasonal in the week and the year, in files of `size` series."""
    folder.mkdir(parents=True)
    days = np.arange(DAYS)
    dates = [LAST - timedelta(days=DAYS - 1 - int(day)) for day in days]
    week = np.array([1.0, 0.9, 0.9, 1.0, 1.3, 1.6, 0.8])
    for number, start in enumerate(range(0, count, size)):
        parts = []
        for series in range(start, min(start + size, count)):
            rng = np.random.default_rng(series)
            year = 1 + 0.3 * np.sin(2 * np.pi * (days + rng.integers(0, 30)) / 365)
            sold = rng.poisson(rng.gamma(0.6, 5) * week[days % 7] * year) * (
                rng.random(DAYS) < rng.uniform(0.2, 1)
            )
            parts.append(
                pl.DataFrame({"unique_id": np.full(DAYS, series), "ds": dates, "y": sold.astype(float)})
            )
        pl.concat(parts).write_parquet(folder / f"{number:05d}.parquet")
    return folder


def run(folder: Path, workers: int = 1) -> str:
    """Everything that the tasks do over the shards of a folder; returns a digest of all forecasts."""
    from foresail.forecasting import engine
    from foresail.forecasting.data.periods import DAILY, find_steps
    from foresail.forecasting.data.summary import join_summaries, summarise
    from foresail.forecasting.plan import FINAL, make_plan

    files = sorted(folder.glob("*.parquet"))
    totals = pl.concat([measure_activity(pl.read_parquet(file)) for file in files])
    activity = totals.group_by("ds").agg(pl.col("units").sort().sum(), pl.col("selling").sum()).sort("ds")
    activity = activity.with_columns(pl.col("units").round(6))
    summary = join_summaries([summarise(pl.read_parquet(file), DAILY) for file in files])
    steps = find_steps(activity["ds"], LAST, "day")
    shared = make_plan(activity, summary, steps, HORIZON, WINDOWS)
    series = summary.series.height
    parts = [engine.gather_shard(pl.read_parquet(file), shared) for file in files]
    models = engine.fit_global_models(parts, shared)
    del parts
    backtested = pl.concat(
        [engine.sample(part, series) for part in _map(_backtest, files, shared, models, workers=workers)]
    )
    fitted = engine.fit(backtested, shared, models[FINAL])
    forecasts = _map(_forecast, files, shared, models, fitted.model, workers=workers)
    if series > 5_000:
        return str(sum(part.height for part in forecasts))
    table = pl.concat(list(forecasts)).sort("product_id", "day")
    buffer = io.BytesIO()
    table.write_csv(buffer, float_precision=17)
    return hashlib.sha256(buffer.getvalue()).hexdigest()


def _map(function, files, *shared, workers):
    calls = [(file, *shared) for file in files]
    if workers == 1:
        return (function(call) for call in calls)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return list(pool.map(function, calls))


def _backtest(call):
    from foresail.forecasting import engine

    file, shared, models = call
    return engine.backtest_shard(pl.read_parquet(file), shared, models)


def _forecast(call):
    from foresail.forecasting import engine

    file, shared, models, model = call
    return engine.forecast_shard(pl.read_parquet(file), shared, model, models[0], HORIZON)[1]


def _ets(folder: Path) -> None:
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    history = pl.read_parquet(folder / "00000.parquet").filter(pl.col("unique_id") < PEER_SERIES)
    StatsForecast(models=[AutoETS(season_length=7)], freq="1d").forecast(
        df=history, h=HORIZON, level=[80, 95]
    )


if __name__ == "__main__":
    what, where = sys.argv[1:]
    run(Path(where)) if what == "run" else _ets(Path(where))
