"""What a foundation model adds: Foresail with and without it, on the same backtests, of series with little history.

Environment: BENCH_SERIES (100) is how many series of each set are drawn; BENCH_CUTS (6) how many origins.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
from foresail.forecasting import engine
from foresail.forecasting.methods.foundation_model.weights import FILES, pack
from foresail.forecasting.methods.registry import FOUNDATION
from foresail.forecasting.plan import FINAL

from tests.bench.forecasters import seasonal_naive
from tests.bench.series_sets import SeriesSet, load_sets
from tests.forecasting import Trained, train

WINDOWS = 3


@dataclass(frozen=True)
class Case:
    """A set of which only the newest days before each origin are known."""

    wanted: SeriesSet
    days: int

    def parts(self) -> Iterator[tuple[date, pl.DataFrame, pl.DataFrame]]:
        """Each origin: its day, what is known then, and the steps after it."""
        for origin, known, ahead in self.wanted.parts():
            yield origin, known.filter(pl.col("ds") > origin - timedelta(days=self.days)), ahead


def main() -> None:
    """Print WAPE of median and mean in parts of seasonal naive's, without and with the model."""
    weights = _read_weights()
    print(
        f"\n{'WAPE / seasonal naive':<38}{'median':>8}{'with':>8}{'ratio':>8}{'mean':>8}{'with':>8}{'ratio':>8}"
    )
    for case in _cases():
        figures = np.array([_compare(case, weights, *part) for part in case.parts()])
        spread = (figures[:, 1] / figures[:, 0]).std() / len(figures) ** 0.5
        plain, with_it, mean, mean_with = figures[:, :4].mean(axis=0)
        name = f"{case.wanted.name}, {case.days} days"
        print(
            f"{name:<38}{plain:>8.3f}{with_it:>8.3f}{with_it / plain:>8.3f}"
            f"{mean:>8.3f}{mean_with:>8.3f}{mean_with / mean:>8.3f}  (median ± {spread:.3f}; "
            f"{figures[:, 4].mean():.0f} CPU s an origin, {figures[:, 5].mean():.0f} without)",
            flush=True,
        )


def _read_weights() -> bytes:
    spec = find_spec("fracast")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("fracast is not installed: make test installs it")
    folder = Path(spec.submodule_search_locations[0]) / "weights"
    return pack({name: (folder / name).read_bytes() for name in FILES})


def _cases() -> list[Case]:
    sets = {each.name.split(",")[0]: each for each in load_sets(["m5", "retail", "uci", "m3"])}
    if not sets:
        return []
    m5, retail, uci, m3 = (_draw(each) for each in sets.values())
    weekly = _by_week(m5)
    return [
        *(Case(m5, days) for days in (60, 120, 365, 1096)),
        *(Case(weekly, days) for days in (182, 364, 1096)),
        Case(retail, 180),
        Case(replace(uci, cuts=min(uci.cuts, 4)), 365),
        Case(replace(m3, cuts=1), 10_000),
    ]


def _draw(wanted: SeriesSet) -> SeriesSet:
    ids = wanted.demand["unique_id"].unique().sort()
    count, cuts = int(os.environ.get("BENCH_SERIES", "100")), int(os.environ.get("BENCH_CUTS", "6"))
    drawn = ids.gather_every(max(1, len(ids) // count))
    return replace(wanted, demand=wanted.demand.filter(pl.col("unique_id").is_in(drawn.implode())), cuts=cuts)


def _by_week(daily: SeriesSet) -> SeriesSet:
    """The whole weeks of a daily set."""
    weeks = daily.demand.group_by("unique_id", pl.col("ds").dt.truncate("1w")).agg(pl.col("y").sum())
    first, last = weeks["ds"].min(), weeks["ds"].max()
    whole = weeks.filter((pl.col("ds") > first) & (pl.col("ds") < last)).sort("unique_id", "ds")
    return SeriesSet("M5 sample, weekly", whole, "1w", 52, 8, daily.cuts)


def _compare(
    case: Case, weights: bytes, origin: date, known: pl.DataFrame, ahead: pl.DataFrame
) -> tuple[float, ...]:
    """WAPE of the median without and with the model, of the mean so, and the CPU seconds with and without."""
    wanted = case.wanted
    start = time.process_time()
    trained = train(known, wanted.horizon, WINDOWS, origin, known=wanted.events, foundation=weights)
    middle = time.process_time()
    train(known, wanted.horizon, WINDOWS, origin, known=wanted.events)
    cost = middle - start, time.process_time() - middle
    silent = trained.backtest.with_columns(pl.lit(None, pl.Float64).alias(FOUNDATION))
    plain = replace(trained, backtest=silent, fitted=engine.fit(silent, trained.plan, trained.models[FINAL]))
    naive = seasonal_naive(known, origin, wanted).select("unique_id", "ds", naive="mean")
    errors = [_errors(each, known, naive, ahead) for each in (plain, trained)]
    return errors[0][0], errors[1][0], errors[0][1], errors[1][1], *cost


def _errors(
    trained: Trained, known: pl.DataFrame, naive: pl.DataFrame, ahead: pl.DataFrame
) -> tuple[float, float]:
    told = trained.forecast(known)[1].rename({"product_id": "unique_id", "day": "ds"})
    sold = ahead.select("unique_id", "ds", "y")
    rows = told.join(naive, on=["unique_id", "ds"]).join(sold, on=["unique_id", "ds"], how="left")
    rows = rows.with_columns(pl.col("y").fill_null(0.0))
    reference = (rows["naive"] - rows["y"]).abs().sum()
    median, mean = ((rows[name] - rows["y"]).abs().sum() / reference for name in ("q50", "mean"))
    return float(median), float(mean)
